package io.github.multigpumnist.study;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A Java process that claims a trial of the study "s" of a storage and then does nothing. */
final class OtherProcess implements AutoCloseable {
  private final Process process;

  private OtherProcess(Process process) {
    this.process = process;
  }

  static OtherProcess claiming(Storage storage) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    OtherProcess.class.getName(),
                    storage.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (!"claimed".equals(line)) {
      process.destroyForcibly();
      throw new IOException("the other process said " + line);
    }
    return new OtherProcess(process);
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as kill -9 does, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] args) throws Exception {
    try (TrialStore store = TrialStore.open(Storage.parse(args[0]))) {
      Study study = Trials.study(store, "s");
      study.enqueue(Trials.SPACE, Trials.trials(3));
      study.claim("done").orElseThrow().complete(0.5, Trials.outcome(1));
      study.claim("other").orElseThrow().report(1, 0.25);
      System.out.println("claimed");
      new CountDownLatch(1).await();
    }
  }
}
