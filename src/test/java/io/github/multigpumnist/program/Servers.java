package io.github.multigpumnist.program;

import io.github.multigpumnist.cluster.ClusterSpec;
import io.github.multigpumnist.cluster.Task;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A cluster of packaged servers on this machine; closing it kills them. */
final class Servers implements AutoCloseable {
  /** Below the ports that the system gives to outgoing connections: free again after a kill. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;
  private final Path folder;
  private final Path file;
  private final ClusterSpec cluster;
  private final Map<Task, Program.Running> running = new LinkedHashMap<>();

  private Servers(Path folder, Map<String, Integer> counts) throws IOException {
    this.folder = folder;
    this.file = folder.resolve("cluster.json");
    Files.writeString(file, json(counts));
    this.cluster = ClusterSpec.read(file);
  }

  private static String json(Map<String, Integer> counts) throws IOException {
    List<String> jobs = new ArrayList<>();
    for (Map.Entry<String, Integer> job : counts.entrySet()) {
      List<String> addresses = new ArrayList<>();
      for (int i = 0; i < job.getValue(); i++) {
        addresses.add("\"127.0.0.1:" + freePort() + "\"");
      }
      jobs.add("\"" + job.getKey() + "\": " + addresses);
    }
    return "{" + String.join(", ", jobs) + "}";
  }

  private static int freePort() {
    Random random = new Random();
    while (true) {
      int port = FIRST_PORT + random.nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        continue; // taken
      }
    }
  }

  /** Only the file; nobody runs. */
  static Servers described(Path folder, Map<String, Integer> counts) throws IOException {
    return new Servers(Files.createDirectories(folder), counts);
  }

  /** Every task that must run a server runs one. */
  static Servers started(Path folder, Map<String, Integer> counts) throws Exception {
    Servers servers = described(folder, counts);
    for (Task task : servers.cluster.servers()) {
      if (!task.job().equals(Task.CHIEF)) { // train is it
        servers.start(task);
      }
    }
    for (Task task : servers.running.keySet()) {
      servers.awaitReady(task);
    }
    return servers;
  }

  ClusterSpec cluster() {
    return cluster;
  }

  String file() {
    return file.toString();
  }

  /** Task and address, as messages have it. */
  String who(Task task) {
    return cluster.who(task);
  }

  void start(Task task) throws IOException {
    Path own = Files.createTempDirectory(folder, task.job());
    Program program = Program.packaged(own).with("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    running.put(
        task,
        program.start(
            "server",
            "--cluster=" + file,
            "--job=" + task.job(),
            "--task=" + task.index(),
            "--threads=1",
            "--listen-on-all-interfaces"));
  }

  void awaitReady(Task task) throws Exception {
    Program.Running server = running.get(task);
    while (!server.stdout().contains("is ready")) {
      if (!server.isAlive()) {
        throw new AssertionError(who(task) + " ended: " + server.stderr());
      }
      Thread.sleep(20);
    }
  }

  void signal(Task task, String signal) throws Exception {
    running.get(task).signal(signal);
  }

  /** Killed by {@code kill -9}. */
  void kill(Task task) throws Exception {
    running.get(task).signal("KILL").await();
  }

  @Override
  public void close() {
    running.values().forEach(Program.Running::close);
  }
}
