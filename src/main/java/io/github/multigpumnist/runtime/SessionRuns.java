package io.github.multigpumnist.runtime;

import io.github.multigpumnist.input.Feeds;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunOptions;

/** Runs a session's operations by their names, each within the same time limit; owns neither. */
final class SessionRuns {
  private final Graph graph;
  private final Session session;
  private final RunOptions limit;

  /** Looking an operation up by its name takes longer than feeding it. */
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();

  /**
   * @param limit of one run; zero for none
   */
  SessionRuns(Graph graph, Session session, Duration limit) {
    this.graph = graph;
    this.session = session;
    this.limit = RunOptions.newBuilder().setTimeoutInMs(limit.toMillis()).build();
  }

  /** With the time limit. */
  Session.Runner runner() {
    return limit.getTimeoutInMs() == 0 ? session.runner() : session.runner().setOptions(limit);
  }

  Session.Runner runner(Feeds feeds) {
    Session.Runner runner = runner();
    feeds.forEach((name, tensor) -> runner.feed(output(name), tensor));
    return runner;
  }

  /** The time limit, to add options to. */
  RunOptions.Builder options() {
    return limit.toBuilder();
  }

  void run(String target, Feeds feeds) {
    try (Result none = runner(feeds).addTarget(operation(target)).run()) {
      assert none.size() == 0;
    }
  }

  void run(String target) {
    runner().addTarget(operation(target)).run().close();
  }

  /** Output 0, or the one after a colon. */
  Output<?> output(String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? operation(name).output(0)
        : operation(name.substring(0, colon)).output(Integer.parseInt(name.substring(colon + 1)));
  }

  Operation operation(String name) {
    return operations.computeIfAbsent(name, graph::operationOrThrow);
  }
}
