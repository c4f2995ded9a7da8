package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

/** Files of a run's folder: cut when a run goes on, locked while it lasts, never lost. */
class RunFilesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
  @TempDir Path folder;

  @Test
  void metricsOfLaterStepsAreCut() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = MetricsLog.open(file, 0)) {
      for (int step = 1; step <= 5; step++) {
        log.add(Map.of("step", step));
      }
    }
    Files.writeString(file, "{\"step\":6,\"lo", StandardOpenOption.APPEND);
    try (MetricsLog log = MetricsLog.open(file, 3)) {
      assertThat(Files.readAllLines(file))
          .containsExactly("{\"step\":1}", "{\"step\":2}", "{\"step\":3}");
      log.add(Map.of("step", 4));
    }
    assertThat(Files.readAllLines(file)).hasSize(4).endsWith("{\"step\":4}");
  }

  @Test
  void aHalfLastLineIsCutEvenWithinTheSteps() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, "{\"step\":1}\n{\"step\":2");
    MetricsLog.open(file, 10).close();
    assertThat(Files.readString(file)).isEqualTo("{\"step\":1}\n");
  }

  @Test
  void bytesThatAreNoTextAreCutToo() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.write(file, new byte[] {'{', '"', 's', (byte) 0xff, (byte) 0xfe});
    MetricsLog.open(file, 10).close();
    assertThat(file).isEmptyFile();
  }

  private Path events() throws IOException {
    try (EventFile events = EventFile.create(folder, CLOCK)) {
      for (int step = 1; step <= 5; step++) {
        events.scalar(step, "loss", 0.5 * step);
      }
    }
    return folder.resolve(Runs.files(folder).get(0));
  }

  private static List<Long> steps(Path file) throws IOException {
    List<Long> steps = new ArrayList<>();
    TfRecordFile.read(file, bytes -> steps.add(Event.parseFrom(bytes).getStep()));
    return steps;
  }

  @Test
  void eventsOfLaterStepsAreCut() throws IOException {
    Path file = events();
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1700000000.");
    EventFile.cut(folder, 3);
    assertThat(steps(file)).containsExactly(0L, 1L, 2L, 3L);
    byte[] before = Files.readAllBytes(file);
    EventFile.cut(folder, 3);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aHalfLastEventIsCutWhereverItEnds() throws IOException {
    Path file = events();
    byte[] whole = Files.readAllBytes(file);
    for (int missing : new int[] {1, 4, 15, 25}) {
      Files.write(file, Arrays.copyOf(whole, whole.length - missing));
      EventFile.cut(folder, 10);
      assertThat(steps(file)).as("%d bytes missing", missing).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
  }

  @Test
  void aLockedFolderIsRefused() throws IOException {
    Path run = folder.resolve("a/run");
    try (RunDirectory first = RunDirectory.lock(run)) {
      assertThat(first.path()).isEqualTo(run);
      String process = Long.toString(ProcessHandle.current().pid());
      for (Path same : List.of(run, folder.resolve("a/../a/run"))) {
        assertThatThrownBy(() -> RunDirectory.lock(same))
            .isInstanceOf(IOException.class)
            .hasMessage(
                "train dir %s: another run has it (process %s); wait for it, or give another"
                    + " --train-dir",
                same, process);
      }
    }
    RunDirectory.lock(run).close();
  }

  /** In POSIX a process loses its lock with the first descriptor of the file that it closes. */
  @Test
  void aRefusedRunDoesNotTakeTheLockAway() throws Exception {
    try (RunDirectory first = RunDirectory.lock(folder)) {
      assertThatThrownBy(() -> RunDirectory.lock(first.path())).isInstanceOf(IOException.class);
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LockAttempt.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(other.getInputStream().readAllBytes());
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(output).contains("another run has it (process " + ProcessHandle.current().pid());
    }
  }

  /** Run in a process of its own. */
  static final class LockAttempt {
    private LockAttempt() {}

    public static void main(String[] args) {
      try (RunDirectory taken = RunDirectory.lock(Path.of(args[0]))) {
        System.out.println("got " + taken.path());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> RunDirectory.lock(file))
        .isInstanceOf(IOException.class)
        .hasMessage("train dir " + file + ": is a file, expected a folder");
  }

  @Test
  void settingAsideLosesNothing() throws IOException {
    List<String> ofTheRun =
        List.of(
            "checkpoint",
            "events.out.tfevents.1.host.2",
            "metrics.jsonl",
            "model.ckpt-3.data-00000-of-00001",
            "model.ckpt-3.index",
            "model.json",
            "result.json",
            "run.json");
    try (RunDirectory run = RunDirectory.lock(folder)) {
      assertThat(run.setAside()).isEmpty();
      for (int round = 1; round <= 2; round++) {
        for (String file : ofTheRun) {
          Files.writeString(folder.resolve(file), file + round);
        }
        Files.createDirectories(folder.resolve("best"));
        Files.writeString(folder.resolve("notes.txt"), "the user's");
        Path aside = run.setAside().orElseThrow();
        assertThat(aside).isEqualTo(folder.resolve("previous-" + round));
        for (String file : ofTheRun) {
          assertThat(aside.resolve(file)).hasContent(file + round);
        }
        assertThat(aside.resolve("best")).isDirectory();
        assertThat(Runs.files(aside)).hasSize(ofTheRun.size() + 1);
      }
      assertThat(Runs.files(folder))
          .containsExactly(".lock", "notes.txt", "previous-1", "previous-2");
    }
  }
}
