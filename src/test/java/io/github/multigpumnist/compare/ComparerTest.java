package io.github.multigpumnist.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measuring, with trainings that only pretend. */
class ComparerTest {
  private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
  private static final Combination ONE = of(InputKind.RESIDENT, 1);
  private static final Combination TWO = of(InputKind.RESIDENT, 2);
  private static final Combination DIRECT = of(InputKind.DIRECT, 1);

  @TempDir private Path folder;
  private final Pretended trainings = new Pretended();
  private final List<String> log = new ArrayList<>();
  private BooleanSupplier stop = () -> false;

  private static Combination of(InputKind input, int towers) {
    return new Combination("convnet", Precision.FLOAT32, input, towers);
  }

  /** Answers as the program does: a JSON object, and metrics in the run's folder. */
  private static final class Pretended implements TrainProcess {
    final List<List<String>> started = new ArrayList<>();
    final Map<String, Ended> failing = new HashMap<>();
    final List<Double> speeds = new ArrayList<>(List.of(100.0));

    @Override
    public Ended run(List<String> flags, Path folder, BooleanSupplier stop) throws IOException {
      started.add(flags);
      String combination = value(flags, "input") + " " + value(flags, "towers");
      if (failing.containsKey(combination)) {
        return failing.get(combination);
      }
      if (stop.getAsBoolean()) {
        return new Ended(143, "", "");
      }
      double speed = speeds.size() > 1 ? speeds.remove(0) : speeds.get(0);
      Path train = Files.createDirectories(Path.of(value(flags, "train-dir")));
      Files.writeString(
          train.resolve("metrics.jsonl"),
          """
          {"kind":"step","time":"2026-02-03T04:05:08Z","step":10,"epoch":0.5,"loss":1}
          {"kind":"epoch","time":"2026-02-03T04:05:09.5Z","step":20,"epoch":1,"validation_accuracy":0.9}
          {"kind":"epoch","time":"2026-02-03T04:05:12Z","step":40,"epoch":2,"validation_accuracy":0.99}
          """);
      return new Ended(
          0,
          String.format(
              Locale.ROOT,
              "{\"images_per_second\":%f,\"input_wait_share\":0.25,\"seconds_to_first_step\":2.5,"
                  + "\"peak_memory_mb\":900.5,\"test\":{\"accuracy\":0.98,\"loss\":0.07}}",
              speed),
          "");
    }

    static String value(List<String> flags, String name) {
      return flags.get(flags.indexOf("--" + name) + 1);
    }

    /** What was run, in order. */
    List<String> order() {
      return started.stream().map(f -> value(f, "input") + " " + value(f, "towers")).toList();
    }
  }

  private static ComparisonPlan plan(int repeat, Combination... combinations) {
    return new ComparisonPlan(
        List.of(combinations),
        repeat,
        Map.of("dataset", "digits", "num-epochs", "1", "data-dir", "somewhere"),
        Map.of("program", "multigpu-mnist 0.1.0", "cpu", "some"),
        Map.of("convnet", "{}"));
  }

  private Comparer.Outcome compare(ComparisonPlan plan, boolean fresh) throws IOException {
    TrainingEnvironment environment =
        new TrainingEnvironment(
            Clock.fixed(START, ZoneOffset.UTC),
            () -> stop.getAsBoolean(),
            log::add,
            Progress.Reporter.SILENT);
    return new Comparer(trainings, environment, folder.resolve("out")).run(plan, fresh);
  }

  private Comparison summed(ComparisonPlan plan, Double target) throws IOException {
    Circumstances.Machine machine = new Circumstances.Machine("some", 2, 8, List.of(), "any");
    return Comparison.of(
        plan,
        compare(plan, false),
        target,
        new Circumstances("command", "date", "program", "2.18", "17", machine, Map.of()));
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out").resolve(name))) {
      return files.sorted().toList();
    }
  }

  @Test
  void runsInTurnsEachRoundBeginningElsewhere() throws IOException {
    compare(plan(3, ONE, TWO, DIRECT), false);
    assertThat(trainings.order())
        .containsExactly(
            "resident 1",
            "resident 2",
            "direct 1", //
            "resident 2",
            "direct 1",
            "resident 1", //
            "direct 1",
            "resident 1",
            "resident 2");
    assertThat(trainings.started.get(0))
        .startsWith("--json")
        .containsSequence("--dataset", "digits")
        .containsSequence("--data-dir", "somewhere")
        .containsSequence("--num-epochs", "1")
        .containsSequence("--model", "convnet")
        .containsSequence("--precision", "float32");
  }

  @Test
  void figuresAreMediansAndEfficiencyIsAgainstOneTower() throws IOException {
    trainings.speeds.addAll(0, List.of(10.0, 30.0, 44.0, 12.0, 14.0, 20.0));
    Comparison comparison = summed(plan(3, ONE, TWO), 0.95);
    Row one = comparison.rows().get(0);
    Row two = comparison.rows().get(1);
    assertThat(trainings.order())
        .containsExactly(
            "resident 1", "resident 2", "resident 1", "resident 2", "resident 2", "resident 1");
    assertThat(one.imagesPerSecond()).isEqualTo(20); // of 10, 44, 20
    assertThat(one.imagesPerSecondMin()).isEqualTo(10);
    assertThat(one.imagesPerSecondMax()).isEqualTo(44);
    assertThat(one.spread()).isCloseTo(34.0 / 20, within(1e-12));
    assertThat(two.imagesPerSecond()).isEqualTo(14); // of 30, 12, 14
    assertThat(one.efficiency()).isEqualTo(1);
    assertThat(two.speedup()).isCloseTo(0.7, within(1e-12));
    assertThat(two.efficiency()).isCloseTo(0.35, within(1e-12));
    assertThat(one.repeats()).isEqualTo(3);
    assertThat(one.inputWaitShare()).isEqualTo(0.25);
    assertThat(one.secondsToFirstStep()).isEqualTo(2.5);
    assertThat(one.peakMemoryMb()).isEqualTo(900.5);
    assertThat(one.accuracy()).isEqualTo(0.98);
    assertThat(one.secondsToTarget()).as("its second epoch's end").isEqualTo(6);
    assertThat(one.reachedTarget()).isEqualTo(3);
  }

  @Test
  void anAccuracyThatIsNeverReachedHasNoTime() throws IOException {
    Row row = summed(plan(1, ONE), 0.995).rows().get(0);
    assertThat(row.secondsToTarget()).isNull();
    assertThat(row.reachedTarget()).isZero();
    assertThat(summed(plan(1, TWO), null).rows().get(0).efficiency()).as("no one tower").isNull();
  }

  @Test
  void whatIsMeasuredIsNotRunAgain() throws IOException {
    compare(plan(2, ONE), false);
    assertThat(trainings.started).hasSize(2);
    assertThat(files("measurements")).hasSize(2);
    assertThat(compare(plan(3, ONE, TWO), false).found().get(ONE).measurements()).hasSize(3);
    assertThat(trainings.started).as("one more of the first, three of the second").hasSize(6);
    compare(plan(3, ONE, TWO), false);
    assertThat(trainings.started).hasSize(6);
    compare(plan(3, ONE, TWO), true);
    assertThat(trainings.started).as("--fresh").hasSize(12);
    assertThat(files("measurements")).hasSize(6);
  }

  @Test
  void anythingThatDecidesTheFiguresMakesAnotherMeasurement() throws IOException {
    ComparisonPlan plan = plan(1, ONE);
    compare(plan, false);
    Map<String, String> moved = new HashMap<>(plan.flags());
    moved.put("data-dir", "elsewhere");
    compare(with(plan, moved, plan.settings(), plan.contents()), false);
    assertThat(trainings.started).as("the same data elsewhere").hasSize(1);
    Map<String, String> longer = new HashMap<>(plan.flags());
    longer.put("num-epochs", "2");
    compare(with(plan, longer, plan.settings(), plan.contents()), false);
    assertThat(trainings.started).hasSize(2);
    compare(with(plan, plan.flags(), Map.of("program", "0.2.0"), plan.contents()), false);
    assertThat(trainings.started).hasSize(3);
    compare(with(plan, plan.flags(), plan.settings(), Map.of("convnet", "{ }")), false);
    assertThat(trainings.started).hasSize(4);
  }

  private static ComparisonPlan with(
      ComparisonPlan plan,
      Map<String, String> flags,
      Map<String, String> settings,
      Map<String, String> contents) {
    return new ComparisonPlan(plan.combinations(), plan.repeat(), flags, settings, contents);
  }

  @Test
  void aDamagedMeasurementIsDoneAgain() throws IOException {
    compare(plan(1, ONE), false);
    Path file = files("measurements").get(0);
    String whole = Files.readString(file);
    for (String damaged : List.of("", whole.substring(0, 60), "{}", "null", "[]", "\"x\"")) {
      int before = trainings.started.size();
      Files.writeString(file, damaged);
      compare(plan(1, ONE), false);
      assertThat(trainings.started).as("'%s'", damaged).hasSize(before + 1);
      assertThat(file).hasContent(whole);
    }
  }

  @Test
  void aCombinationThatFailsIsARowWithItsErrorAndTheOthersGoOn() throws IOException {
    trainings.failing.put(
        "resident 2",
        new TrainProcess.Ended(
            1, "", "2 tower(s)\nmultigpu-mnist: error: --devices gpu: TensorFlow sees no GPU\n"));
    Comparison comparison = summed(plan(2, ONE, TWO, DIRECT), null);
    Row failed = comparison.rows().get(1);
    assertThat(failed.error()).isEqualTo("--devices gpu: TensorFlow sees no GPU");
    assertThat(failed.repeats()).isZero();
    assertThat(failed.imagesPerSecond()).isNull();
    assertThat(failed.efficiency()).isNull();
    assertThat(comparison.failures()).containsExactly(failed);
    assertThat(comparison.rows()).filteredOn(row -> row.error() == null).hasSize(2);
    assertThat(trainings.order()).as("tried once").containsOnlyOnce("resident 2").hasSize(5);
    assertThat(files("failures")).hasSize(1);
    trainings.failing.clear();
    assertThat(summed(plan(2, ONE, TWO, DIRECT), null).failures()).as("tried again").isEmpty();
    assertThat(trainings.started).hasSize(7);
  }

  @Test
  void saysWhyAProcessEnded() {
    assertThat(FinishedRun.reason(new TrainProcess.Ended(137, "", "")))
        .isEqualTo("killed (status 137): the system may have run out of memory");
    assertThat(FinishedRun.reason(new TrainProcess.Ended(134, "", "one\n  last words \n\n")))
        .isEqualTo("ended with status 134: last words");
    assertThat(FinishedRun.reason(new TrainProcess.Ended(3, "", "")))
        .isEqualTo("ended with status 3");
  }

  @Test
  void stoppingKeepsWhatIsMeasured() throws IOException {
    stop = () -> trainings.started.size() >= 3; // while the third is running
    Comparer.Outcome outcome = compare(plan(2, ONE, TWO), false);
    assertThat(outcome.interrupted()).isTrue();
    assertThat(outcome.found().get(ONE).measurements()).hasSize(1);
    assertThat(outcome.found().get(ONE).error()).as("stopped is not failed").isNull();
    assertThat(files("measurements")).hasSize(2);
    stop = () -> false;
    assertThat(compare(plan(2, ONE, TWO), false).interrupted()).isFalse();
    assertThat(trainings.started).hasSize(5);
  }

  @Test
  void clearsAwayWhatAKilledComparisonLeft() throws IOException {
    Path left = folder.resolve("out/.runs/convnet-float32-resident-1-r1/train/model.ckpt-1");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "half");
    compare(plan(1, DIRECT), false);
    assertThat(left).doesNotExist();
  }

  @Test
  void oneComparisonAFolder() throws IOException {
    try (FolderLock lock = FolderLock.take(folder.resolve("out"))) {
      assertThatThrownBy(() -> compare(plan(1, ONE), false))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "--output "
                  + lock.folder()
                  + ": another comparison has it; wait for it, or give another folder");
    }
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> FolderLock.take(file)).hasMessageContaining("expected a folder");
  }

  @Test
  void aProgramThatPrintsNoResultIsAnError() {
    for (String output : List.of("", "[1]", "{", "word")) {
      assertThatThrownBy(
              () -> FinishedRun.read(output, folder, Map.of(), 1, START, START.plusSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("train --json printed no JSON object");
    }
  }

  @Test
  void refusesAPlanOfNothing() {
    assertThatThrownBy(() -> plan(0, ONE)).hasMessage("repeat is 0, expected 1 or more");
    assertThatThrownBy(() -> plan(1)).hasMessageContaining("expected at least one");
    assertThatThrownBy(() -> of(InputKind.DIRECT, 0)).hasMessage("towers is 0, expected 1 or more");
  }
}
