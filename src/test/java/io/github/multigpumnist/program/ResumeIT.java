package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end before their end, really, and what comes of them. */
class ResumeIT {
  /** 25 epochs of 34 steps: about two seconds of steps. */
  private static final int STEPS = 850;

  private static final String[] LONG = {"--num-epochs", "25", "--checkpoint-every", "40"};

  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batching", "direct", "resident"})
  void aKilledRunEndsAsIfNothingHadHappened(String input) throws Exception {
    String[] flags = flags("--input", input, "--tb-logging");
    assertThat(tiny.train("whole", flags).exitCode()).isZero();
    long killedAfter = 0;
    for (int step : input.equals("batching") ? List.of(130, 300, 560) : List.of(90, 430)) {
      try (Program.Running run = tiny.start("killed", flags)) {
        tiny.awaitStep(run, "killed", step);
        assertThat(run.signal("KILL").await().exitCode()).isEqualTo(137);
      }
      killedAfter = newestCheckpoint("killed");
      assertThat(killedAfter).isPositive().isLessThan(STEPS);
    }
    Program.Result end = tiny.train("killed", flags);
    assertThat(end.exitCode()).as(end.stderr()).isZero();
    assertThat(end.stdout()).contains("Resuming from checkpoint killed/model.ckpt-" + killedAfter);
    JsonNode result = tiny.result("killed");
    assertThat(result.path("resumed_from_step").longValue()).isEqualTo(killedAfter);
    assertThat(result.path("steps").intValue()).isEqualTo(STEPS);
    assertThat(result.path("test")).isEqualTo(tiny.result("whole").path("test"));
    assertThat(tiny.weights("killed", STEPS)).isEqualTo(tiny.weights("whole", STEPS));
    assertThat(untimed("killed")).isEqualTo(untimed("whole"));
    List<Long> steps = Events.read(tiny.path("killed")).steps("total_loss");
    assertThat(steps).isEqualTo(Events.read(tiny.path("whole")).steps("total_loss"));
    assertThat(steps).hasSize(STEPS / 10).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aSignalLeavesACheckpointToGoOnFrom() throws Exception {
    assertThat(tiny.train("whole", LONG).exitCode()).isZero();

    Program.Result terminated = signalled("TERM", 150, flags("--json"));
    assertThat(terminated.exitCode()).as(terminated.stderr()).isEqualTo(143);
    long first = newestCheckpoint("cut");
    assertThat(terminated.stderr()).endsWith(farewell(first));
    assertThat(Tiny.json(terminated.stdout()).path("interrupted").booleanValue()).isTrue();

    long second = first;
    if (!Program.ignoresInterrupts()) { // as children of a shell's background job do
      Program.Result interrupted = signalled("INT", 400, LONG);
      assertThat(interrupted.exitCode()).as(interrupted.stderr()).isEqualTo(130);
      second = newestCheckpoint("cut");
      assertThat(interrupted.stdout()).endsWith(farewell(second));
      assertThat(second).isGreaterThan(first);
    }
    assertThat(tiny.path("cut/result.json")).doesNotExist();
    assertThat(tiny.train("cut", LONG).exitCode()).isZero();
    assertThat(tiny.result("cut").path("resumed_from_step").longValue()).isEqualTo(second);
    assertThat(tiny.weights("cut", STEPS)).isEqualTo(tiny.weights("whole", STEPS));
    assertThat(untimed("cut")).isEqualTo(untimed("whole"));
  }

  private Program.Result signalled(String signal, long atStep, String... flags) throws Exception {
    try (Program.Running run = tiny.start("cut", flags)) {
      tiny.awaitStep(run, "cut", atStep);
      Program.Result result = run.signal(signal).await();
      assertThat(newestCheckpoint("cut")).isBetween(atStep, STEPS - 1L);
      return result;
    }
  }

  private static String farewell(long step) {
    return "Interrupted at step %d: cut/model.ckpt-%d is written; the same command goes on from there\n"
        .formatted(step, step);
  }

  @Test
  void aFinishedRunIsEvaluatedOnceMoreAndGoesOnWhenItMayLast() throws Exception {
    tiny.train("run", "--num-epochs", "1");
    String result = Files.readString(tiny.path("run/result.json"));
    Program.Result again = tiny.train("run", "--num-epochs", "1");
    assertThat(again.exitCode()).isZero();
    assertThat(again.stdout())
        .contains("This run is finished at step 34: evaluating it.\n")
        .contains("test accuracy ");
    assertThat(tiny.path("run/result.json")).hasContent(result);

    tiny.train("run", "--num-epochs", "2");
    tiny.train("whole", "--num-epochs", "2");
    assertThat(tiny.weights("run", 68)).isEqualTo(tiny.weights("whole", 68));
  }

  @Test
  void beginningAnewLosesNothing() throws Exception {
    tiny.train("run", "--max-steps", "10");
    Path foreign = Files.writeString(tiny.path("run/notes.txt"), "mine");
    byte[] old = tiny.weights("run", 10);
    Program.Result anew = tiny.train("run", "--max-steps", "12", "--no-resume", "--seed", "9");
    assertThat(anew.exitCode()).as(anew.stderr()).isZero();
    assertThat(anew.stdout()).contains("The earlier run's files are in run/previous-1\n");
    assertThat(tiny.result("run").path("resumed_from_step").isNull()).isTrue();
    assertThat(tiny.weights("run/previous-1", 10)).isEqualTo(old);
    assertThat(tiny.result("run/previous-1").path("steps").intValue()).isEqualTo(10);
    assertThat(tiny.data("run", 10)).doesNotExist();
    assertThat(foreign).hasContent("mine");
    assertThat(tiny.run("eval --checkpoint-dir run/previous-1").exitCode()).isZero();
  }

  @Test
  void whatAKillDuringACheckpointLeavesDoesNoHarm() throws Exception {
    tiny.train("whole", "--max-steps", "60", "--checkpoint-every", "20");
    tiny.train("run", "--max-steps", "40", "--checkpoint-every", "20");
    Path half = Files.createDirectories(tiny.path("run/.unfinished-checkpoint"));
    Files.writeString(half.resolve("model.ckpt-60_temp"), "half");
    Files.writeString(tiny.data("run", 60), "half");
    Files.writeString(tiny.path("run/.checkpoint.1.tmp"), "half");
    assertThat(tiny.run("eval --checkpoint-dir run --json").stdout()).contains("\"step\":40");
    Program.Result end = tiny.train("run", "--max-steps", "60", "--checkpoint-every", "20");
    assertThat(end.exitCode()).as(end.stderr()).isZero();
    assertThat(tiny.result("run").path("resumed_from_step").intValue()).isEqualTo(40);
    assertThat(tiny.weights("run", 60)).isEqualTo(tiny.weights("whole", 60));
    assertThat(half).doesNotExist();
  }

  @Test
  void aSecondRunInTheSameFolderIsRefused() throws Exception {
    try (Program.Running first = tiny.start("run", LONG)) {
      tiny.awaitStep(first, "run", 10);
      Program.Result second = tiny.train("run", LONG);
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.stderr())
          .endsWith(
              "multigpu-mnist: error: train dir run: another run has it (process %d); wait for it,"
                      .formatted(first.pid())
                  + " or give another --train-dir\n");
      assertThat(first.await().exitCode()).isZero();
    }
    assertThat(tiny.result("run").path("steps").intValue()).isEqualTo(STEPS);
  }

  @Test
  void theNewestCheckpointsAreKept() throws Exception {
    tiny.train("run", "--max-steps", "50", "--checkpoint-every", "10", "--keep_checkpoints", "2");
    try (Stream<Path> files = Files.list(tiny.path("run"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".index")))
          .containsExactlyInAnyOrder("model.ckpt-40.index", "model.ckpt-50.index");
    }
  }

  private static String[] flags(String... more) {
    return Stream.concat(Stream.of(LONG), Stream.of(more)).toArray(String[]::new);
  }

  /** As the state file says. */
  private long newestCheckpoint(String directory) throws Exception {
    String state = Files.readString(tiny.path(directory).resolve("checkpoint"));
    return Long.parseLong(state.lines().findFirst().orElseThrow().replaceAll("\\D", ""));
  }

  /** The metrics without clock times and speeds. */
  private List<String> untimed(String directory) throws Exception {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : tiny.metrics(directory)) {
      lines.add(
          "%s %s %s %s %s %s"
              .formatted(
                  line.path("kind"),
                  line.path("step"),
                  line.path("loss"),
                  line.path("learning_rate"),
                  line.path("validation_loss"),
                  line.path("validation_accuracy")));
    }
    return lines;
  }
}
