package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OneCycle;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was interrupted and went on ends as if never interrupted, byte by byte. */
class ResumeTest {
  private static final int LAST = 15;
  @TempDir Path folder;

  private Runs runs() {
    return new Runs(folder.resolve("cache"));
  }

  /** Checkpoints are due at 4, 8 and 12, epochs end at 5, 10 and 15. */
  @ParameterizedTest
  @EnumSource(InputKind.class)
  void stoppedAnywhere(InputKind input) throws IOException {
    Runs runs = runs();
    runs.input = input;
    Path whole = folder.resolve("whole");
    TrainingResult expected = runs.train(whole);
    assertThat(expected.resumedFromStep()).isNull();
    // Each stop of one run: before and at a checkpoint, at an epoch's end, in its midst.
    int[] stops = {2, 4, 5, 6, 13};
    Path parts = folder.resolve("parts");
    int at = 0;
    for (int stop : stops) {
      TrainingResult part = runs.train(parts, Runs.after(stop - at));
      assertThat(part.interrupted()).isTrue();
      assertThat(part.steps()).isEqualTo(stop);
      assertThat(part.test()).isNull();
      assertThat(part.resumedFromStep()).isEqualTo(at == 0 ? null : Long.valueOf(at));
      assertThat(parts.resolve("model.ckpt-" + stop + ".index")).exists();
      at = stop;
    }
    TrainingResult result = runs.train(parts);
    assertThat(result.resumedFromStep()).isEqualTo(13);
    assertSame(parts, result, whole, expected);
  }

  @ParameterizedTest
  @EnumSource(InputKind.class)
  void killedAnywhere(InputKind input) throws IOException {
    Runs runs = runs();
    runs.input = input;
    runs.reports = new TrainingConfig.Reports(1, 2, false, false);
    Path whole = folder.resolve("whole");
    TrainingResult expected = runs.train(whole);
    int[] deaths = input == InputKind.DIRECT ? new int[] {1, 4, 5, 11, LAST} : new int[] {7};
    for (int step : deaths) {
      Path parts = folder.resolve("killed-after-" + step);
      assertThatThrownBy(() -> runs.train(parts, Runs.killedAfter(step)))
          .isInstanceOf(Runs.Killed.class);
      assertSame(parts, runs.train(parts), whole, expected);
    }
  }

  /** Slots and accumulators go on too; the last step of an epoch leaves a tower without images. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void withBatchNormAndSmallerTowers(OptimizerDefaults optimizer) throws IOException {
    Runs runs = runs();
    runs.model = Tiny.withBatchNorm();
    runs.recipe = Tiny.recipe(4, 3, optimizer.spec(), optimizer.rate());
    runs.towers = 3;
    assertResumed(runs, Runs.killedAfter(6), 4);
  }

  /** Rate and momentum go on where they were; another length would be another course. */
  @Test
  void onTheSameCycle() throws IOException {
    Runs runs = runs();
    OneCycle cycle = new OneCycle(0.1, 0.4, 5.0, 10.0, 0.95, 0.7);
    runs.recipe = new Recipe(4, 3, 0L, new Momentum(0.9, true), cycle);
    assertResumed(runs, Runs.killedAfter(10), 8);
    Path parts = folder.resolve("parts");
    runs.recipe = new Recipe(4, 4, 0L, new Momentum(0.9, true), cycle);
    assertThatThrownBy(() -> runs.train(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the run was begun with length '99 images', this one has '132");
  }

  @Test
  void aCycleTakesThePlaceOfTheOptimizersMomentum() throws IOException {
    Runs runs = runs();
    runs.recipe =
        new Recipe(
            4, 3, 0L, new Momentum(0.9, true), new OneCycle(0.1, null, null, null, 0.5, 0.5));
    List<Double> cycled = losses(runs, "cycled");
    runs.recipe = new Recipe(4, 3, 0L, new Momentum(0.5, true), new OneCycle(0.1));
    List<Double> plain = losses(runs, "plain");
    runs.recipe = new Recipe(4, 3, 0L, new Momentum(0.9, true), new OneCycle(0.1));
    assertThat(cycled).hasSize(LAST).isEqualTo(plain).isNotEqualTo(losses(runs, "other"));
  }

  private List<Double> losses(Runs runs, String name) throws IOException {
    runs.train(folder.resolve(name));
    return Runs.metrics(folder.resolve(name)).stream()
        .filter(line -> line.has("loss"))
        .map(line -> line.get("loss").asDouble())
        .toList();
  }

  /** As 0.1.0 wrote it into its checkpoints. */
  @Test
  void theScheduleOfEarlierRunsIsKnownAgain() throws IOException {
    Runs runs = runs();
    assertThat(RunState.settings(runs.config(), runs.data(), 2))
        .containsEntry(
            "learning rate",
            "LearningRateSchedule[initial=0.02, factor=1.0, everyEpochs=1.0, staircase=true,"
                + " warmupEpochs=0.0]")
        .doesNotContainKeys("length", "average");
  }

  @Test
  void withAveragedWeights() throws IOException {
    Runs runs = runs();
    runs.model = Tiny.withBatchNorm();
    runs.recipe = averaged(3, 0.02, new WeightAverage(0.6, true));
    assertResumed(runs, Runs.killedAfter(10), 8);
    runs.recipe = averaged(3, 0.02, new WeightAverage(0.6, false));
    assertThatThrownBy(() -> runs.train(folder.resolve("parts")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "begun with average 'decay 0.6, with warm-up', this one has 'decay 0.6, without"
                + " warm-up'");
  }

  /** The best epoch's averages come back with its weights: the test is theirs. */
  @Test
  void withEarlyStoppingAndAveragedWeights() throws IOException {
    Runs runs = runs();
    runs.earlyStopping = Optional.of(new TrainingConfig.EarlyStopping(1, true));
    runs.recipe = averaged(30, 0.4, new WeightAverage(0.6, true));
    TrainingResult result = assertResumed(runs, Runs.killedAfter(9), 8);
    assertThat(result.steps()).isLessThan(30 * Runs.STEPS_PER_EPOCH);
    double best = Double.POSITIVE_INFINITY;
    for (JsonNode line : Runs.metrics(folder.resolve("whole"))) {
      best = Math.min(best, line.path("validation_loss").asDouble(best));
    }
    CheckpointEvaluation evaluation =
        new CheckpointEvaluation(
            runs.model,
            runs.precision,
            Devices.cpu(1),
            runs.data().splits().validation(),
            Optional.empty());
    CheckpointEvaluation.Score score =
        evaluation.evaluate(Checkpoint.find(folder.resolve("whole")));
    assertThat(score.weights()).isEqualTo("averaged");
    assertThat(score.loss()).isCloseTo(best, within(1e-6));
    assertThat(RunDescription.read(folder.resolve("whole")).orElseThrow().average())
        .isEqualTo(runs.recipe.averaging());
  }

  private static Recipe averaged(int epochs, double rate, WeightAverage average) {
    LearningRateSchedule constant = LearningRateSchedule.constant(rate);
    return new Recipe(4, epochs, 0L, new Momentum(0.9, true), constant, null, null, null, average);
  }

  static Stream<OptimizerDefaults> optimizers() {
    return OptimizerDefaults.names().stream().map(OptimizerDefaults::byName);
  }

  /** A checkpoint does not say where its variables were. */
  @Test
  void withTheVariablesElsewhere() throws IOException {
    Runs runs = runs();
    runs.model = Tiny.withBatchNorm();
    runs.recipe = Tiny.recipe(4, 3, OptimizerDefaults.byName("nadam").spec(), 0.02);
    Path whole = folder.resolve("whole");
    TrainingResult expected = runs.train(whole);
    Path parts = folder.resolve("parts");
    runs.variables = List.of("/cpu:1");
    runs.train(parts, Runs.after(6));
    runs.variables = List.of("/cpu:2", "/cpu:0", "/cpu:1");
    runs.train(parts, Runs.after(5));
    runs.variables = List.of("/cpu:0");
    assertSame(parts, runs.train(parts), whole, expected);
  }

  @ParameterizedTest
  @MethodSource("earlyDeaths")
  void withEarlyStopping(int step) throws IOException {
    Runs runs = runs();
    runs.earlyStopping = Optional.of(new TrainingConfig.EarlyStopping(1, true));
    // So high a rate that the validation loss soon rises.
    runs.recipe = Tiny.recipe(4, 30, runs.recipe.optimizer(), 0.4);
    TrainingResult result = assertResumed(runs, Runs.killedAfter(step), step / 4 * 4L);
    assertThat(result.steps()).isLessThan(30 * Runs.STEPS_PER_EPOCH);
    assertThat(runs.log).anyMatch(l -> l.startsWith("Best validation loss: restored from "));
    assertThat(runs.train(folder.resolve("parts")).steps()).isEqualTo(result.steps());
    assertThat(runs.log)
        .contains("This run is finished at step " + result.steps() + ": evaluating it.");
  }

  static IntStream earlyDeaths() {
    return IntStream.of(3, 9);
  }

  private TrainingResult assertResumed(Runs runs, BooleanSupplier death, long from)
      throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    TrainingResult expected = runs.train(whole);
    assertThatThrownBy(() -> runs.train(parts, death)).isInstanceOf(Runs.Killed.class);
    TrainingResult result = runs.train(parts);
    assertThat(result.resumedFromStep()).isEqualTo(from == 0 ? null : Long.valueOf(from));
    assertSame(parts, result, whole, expected);
    return result;
  }

  private static void assertSame(
      Path parts, TrainingResult result, Path whole, TrainingResult expected) throws IOException {
    long last = expected.steps();
    assertThat(result.steps()).isEqualTo(last);
    assertThat(Runs.weights(parts, last)).isEqualTo(Runs.weights(whole, last));
    assertThat(Runs.metrics(parts)).isEqualTo(Runs.metrics(whole));
    assertThat(result.test()).isEqualTo(expected.test());
    assertThat(result.confusion()).isEqualTo(expected.confusion());
    assertThat(result.interrupted()).isFalse();
  }

  @Test
  void aFinishedRunIsEvaluatedAgainAndChangesNothing() throws IOException {
    Runs runs = runs();
    Path directory = folder.resolve("run");
    TrainingResult first = runs.train(directory);
    byte[] weights = Runs.weights(directory, LAST);
    String result = Files.readString(directory.resolve("result.json"));
    runs.log.clear();
    TrainingResult again = runs.train(directory);
    assertThat(again.test()).isEqualTo(first.test());
    assertThat(again.steps()).isEqualTo(LAST);
    assertThat(again.resumedFromStep()).isEqualTo(LAST);
    assertThat(again.imagesPerSecond()).isNull();
    assertThat(runs.log).contains("This run is finished at step 15: evaluating it.");
    assertThat(Runs.weights(directory, LAST)).isEqualTo(weights);
    assertThat(Files.readString(directory.resolve("result.json"))).isEqualTo(result);
  }

  @Test
  void aFinishedRunGoesOnWhenMoreEpochsAreAskedFor() throws IOException {
    Runs runs = runs();
    runs.recipe = Tiny.recipe(4, 2, runs.recipe.optimizer(), 0.02);
    Path parts = folder.resolve("parts");
    runs.train(parts);
    Runs longer = runs();
    Path whole = folder.resolve("whole");
    TrainingResult expected = longer.train(whole);
    TrainingResult result = longer.train(parts);
    assertThat(result.resumedFromStep()).isEqualTo(10);
    assertSame(parts, result, whole, expected);
  }

  @Test
  void otherSettingsAreRefusedAndNothingChanges() throws IOException {
    Runs runs = runs();
    Path directory = folder.resolve("run");
    runs.train(directory, Runs.after(6));
    String model = Files.readString(directory.resolve("model.json"));
    runs.seed = 2;
    assertThatThrownBy(() -> runs.train(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model.ckpt-6")
        .hasMessageContaining("begun with seed '1', this one has '2'");
    runs.seed = 1;
    runs.towers = 1;
    assertThatThrownBy(() -> runs.train(directory)).hasMessageContaining("towers '2'");
    runs.towers = 2;
    runs.model = Tiny.convnet();
    assertThatThrownBy(() -> runs.train(directory)).hasMessageContaining("model layers");
    assertThat(Files.readString(directory.resolve("model.json"))).isEqualTo(model);
    assertThat(Runs.metrics(directory)).hasSize(7);
  }

  @Test
  void withoutResumeTheEarlierRunIsSetAside() throws IOException {
    Runs runs = runs();
    Path directory = folder.resolve("run");
    runs.train(directory, Runs.after(6));
    Files.writeString(directory.resolve("notes.txt"), "mine");
    runs.seed = 2;
    runs.checkpoints = new TrainingConfig.Checkpoints(4, 3, false);
    assertThat(runs.train(directory).resumedFromStep()).isNull();
    assertThat(directory.resolve("previous-1/model.ckpt-6.index")).exists();
    assertThat(Runs.metrics(directory.resolve("previous-1"))).hasSize(7);
    assertThat(directory.resolve("notes.txt")).exists();
  }
}
