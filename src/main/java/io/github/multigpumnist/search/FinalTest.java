package io.github.multigpumnist.search;

import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.training.EpochListener;
import io.github.multigpumnist.training.Fitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tests the best networks. Their weights went with their sessions, so each is trained once more
 * with its own seed, which gives the same weights on a CPU, and then sees the test images. The
 * accuracy is kept in the study: no network is tested twice.
 */
final class FinalTest {
  private final Study study;
  private final TrialRun run;
  private final Splits data;
  private final SearchEnvironment environment;

  FinalTest(Study study, TrialRun run, Splits data, SearchEnvironment environment) {
    this.study = study;
    this.run = run;
    this.data = data;
    this.environment = environment;
  }

  static List<Trial> untested(Study study, List<Trial> top) throws IOException {
    Map<String, Double> tested = study.testAccuracies();
    return top.stream().filter(t -> !tested.containsKey(t.fingerprint().orElseThrow())).toList();
  }

  /** Trains and tests those that the study has no test accuracy of; to be called by the leader. */
  void run(List<Trial> top, List<Devices> devices) throws IOException, InterruptedException {
    List<Trial> untested = untested(study, top);
    Queue<Trial> queue = new ConcurrentLinkedQueue<>(untested);
    environment
        .say()
        .accept(
            String.format(
                Locale.ROOT,
                "Training the best %d once more, with the same seeds, to test them",
                untested.size()));
    ExecutorService pool = Executors.newFixedThreadPool(devices.size());
    try (Progress progress = environment.progress().start("test", untested.size(), "networks")) {
      List<Future<?>> workers = new ArrayList<>();
      for (Devices own : devices) {
        workers.add(
            pool.submit(
                () -> {
                  for (Trial trial = queue.poll(); trial != null; trial = queue.poll()) {
                    test(trial, own);
                    progress.at(untested.size() - queue.size());
                  }
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      pool.shutdown();
    }
  }

  private static void await(Future<?> worker) throws IOException, InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void test(Trial trial, Devices devices) throws IOException {
    Genome genome = trial.genome().orElseThrow();
    try (Fitted fitted = run.trainer(genome, devices).fit(data, EpochListener.NONE)) {
      if (fitted.interrupted()) {
        return;
      }
      double validation = fitted.evaluate(data.validation()).accuracy();
      if (validation != trial.value().orElseThrow()) {
        environment
            .say()
            .accept(
                String.format(
                    Locale.ROOT,
                    "network %d: trained again, its validation accuracy is %.4f instead of %.4f:"
                        + " another kind of device or machine",
                    trial.number(),
                    validation,
                    trial.value().orElseThrow()));
      }
      study.setTestAccuracy(genome.fingerprint(), fitted.evaluate(data.test()).accuracy());
    }
  }
}
