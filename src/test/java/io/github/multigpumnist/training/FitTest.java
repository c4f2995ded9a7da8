package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.Momentum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training in memory. */
class FitTest {
  @TempDir Path folder;
  private Runs runs;

  @BeforeEach
  void prepare() {
    runs = new Runs(folder.resolve("cache"));
  }

  private Fitted fit() {
    return fit(EpochListener.NONE);
  }

  private Fitted fit(EpochListener listener) {
    return runs.trainer(() -> false).fit(runs.data().splits(), listener);
  }

  private static Map<String, float[]> weights(Fitted fitted) {
    return fitted.session().modelValues();
  }

  /** So high a rate that the validation loss soon rises. */
  private void risingLoss(int patience, boolean restoreBest) {
    runs.recipe = Tiny.recipe(4, 30, runs.recipe.optimizer(), 0.4);
    runs.earlyStopping = Optional.of(new TrainingConfig.EarlyStopping(patience, restoreBest));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void givesTheNumbersThatTrainGives(int towers) throws IOException {
    runs.towers = towers;
    Path run = folder.resolve("run");
    TrainingResult trained = runs.train(run);
    try (Fitted fitted = fit()) {
      assertThat(fitted.epochs()).extracting(Epoch::number).containsExactly(1, 2, 3);
      assertThat(fitted.evaluate(runs.data().splits().test()).loss())
          .isEqualTo(trained.test().loss());
      assertThat(fitted.epochs())
          .extracting(Epoch::validationLoss)
          .containsExactlyElementsOf(figures(run, "epoch", "validation_loss"));
      assertThat(fitted.epochs())
          .extracting(Epoch::validationAccuracy)
          .containsExactlyElementsOf(figures(run, "epoch", "validation_accuracy"));
      assertThat(fitted.stoppedEarly()).isFalse();
      assertThat(fitted.stoppedByListener()).isFalse();
      assertThat(fitted.interrupted()).isFalse();
    }
  }

  private static List<Double> figures(Path run, String kind, String figure) throws IOException {
    return Runs.metrics(run).stream()
        .filter(m -> m.get("kind").asText().equals(kind))
        .map((JsonNode m) -> m.get(figure).asDouble())
        .toList();
  }

  @Test
  void writesNothing() {
    fit().close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void trainLossIsTheMeanOverTheEpochsExamples() throws IOException {
    Path run = folder.resolve("run");
    runs.train(run);
    List<Double> steps = figures(run, "step", "cross_entropy");
    double fullSteps = steps.subList(0, 4).stream().mapToDouble(loss -> 8 * loss).sum();
    try (Fitted fitted = fit()) {
      assertThat(fitted.epochs().get(0).trainLoss())
          .isCloseTo((fullSteps + steps.get(4)) / 33, within(1e-6));
      assertThat(fitted.epochs().get(0).trainAccuracy()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void trainAccuracyIsThatOfTheBatchesBeforeTheirUpdates(int towers) {
    runs.model = Tiny.convnet();
    runs.reports = new TrainingConfig.Reports(1, 0, false, true);
    // One step an epoch: the second one's batch is all images, seen by the weights of the first.
    runs.towers = towers;
    runs.recipe = Tiny.recipe(33, 2, new Momentum(0.9, true), 0.02);
    try (Fitted one = fit(epoch -> false);
        Fitted two = fit()) {
      Evaluation between = one.evaluate(runs.data().splits().train());
      Epoch second = two.epochs().get(1);
      assertThat(second.trainAccuracy()).hasValue(between.accuracy());
      assertThat(second.trainLoss()).isCloseTo(between.loss(), within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoresTheBestEpoch(boolean averaged) {
    risingLoss(2, true);
    if (averaged) {
      Recipe recipe = runs.recipe;
      runs.recipe =
          new Recipe(
              4,
              30,
              0L,
              recipe.optimizer(),
              recipe.learningRate(),
              null,
              null,
              null,
              new WeightAverage(0.6, true));
    }
    try (Fitted fitted = fit()) {
      assertThat(fitted.stoppedEarly()).isTrue();
      assertThat(fitted.epochs()).hasSizeLessThan(30).hasSize(fitted.bestEpoch() + 2);
      double best = fitted.epochs().stream().mapToDouble(Epoch::validationLoss).min().getAsDouble();
      assertThat(fitted.epochs().get(fitted.bestEpoch() - 1).validationLoss()).isEqualTo(best);
      assertThat(fitted.evaluate(runs.data().splits().validation()).loss()).isEqualTo(best);
    }
  }

  @Test
  void keepsTheLastEpochWhenAsked() {
    risingLoss(2, false);
    try (Fitted fitted = fit()) {
      assertThat(fitted.stoppedEarly()).isTrue();
      Epoch last = fitted.epochs().get(fitted.epochs().size() - 1);
      assertThat(fitted.evaluate(runs.data().splits().validation()).loss())
          .isEqualTo(last.validationLoss())
          .isGreaterThan(fitted.epochs().get(fitted.bestEpoch() - 1).validationLoss());
    }
  }

  @Test
  void withoutAnEpochLimitEarlyStoppingEndsTheRun() {
    risingLoss(3, true);
    runs.recipe = Tiny.recipe(4, Recipe.NO_LIMIT, runs.recipe.optimizer(), 0.4);
    try (Fitted fitted = fit()) {
      assertThat(fitted.stoppedEarly()).isTrue();
      assertThat(fitted.epochs()).hasSize(fitted.bestEpoch() + 3);
    }
  }

  @Test
  void theListenerEndsTheRun() {
    List<Epoch> heard = new ArrayList<>();
    EpochListener untilSecond =
        epoch -> {
          heard.add(epoch);
          return epoch.number() < 2;
        };
    try (Fitted fitted = fit(untilSecond)) {
      assertThat(fitted.stoppedByListener()).isTrue();
      assertThat(fitted.stoppedEarly()).isFalse();
      assertThat(fitted.epochs()).hasSize(2).isEqualTo(heard);
      assertThat(heard.get(0).seconds()).isPositive();
    }
  }

  @Test
  void aStopRequestInterruptsWithinAnEpoch() {
    Trainer trainer = runs.trainer(Runs.after(7));
    try (Fitted fitted = trainer.fit(runs.data().splits(), EpochListener.NONE)) {
      assertThat(fitted.interrupted()).isTrue();
      assertThat(fitted.epochs()).hasSize(1);
      assertThat(fitted.session().globalStep()).isEqualTo(7);
    }
  }

  @Test
  void validationImagesAreNeededByEarlyStoppingOnly() {
    Splits whole = runs.data().splits();
    Examples none = whole.validation().slice(0, 0);
    Splits data = new Splits(whole.train(), none, whole.test());
    try (Fitted fitted = runs.trainer(() -> false).fit(data, EpochListener.NONE)) {
      assertThat(fitted.epochs()).hasSize(3);
      assertThat(fitted.epochs().get(2).validationLoss()).isNaN();
      assertThat(fitted.bestEpoch()).isEqualTo(3);
    }
    risingLoss(2, true);
    assertThatThrownBy(() -> runs.trainer(() -> false).fit(data, EpochListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: no validation images, expected 1 or more");
  }

  @Test
  void divergenceHasATypeOfItsOwn() {
    runs.recipe = Tiny.recipe(4, 200, new Momentum(0.9, true), 1e6);
    assertThatThrownBy(this::fit)
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching(
            "(loss|a weight of \\S+) is \\S+ at step \\d+: the model diverged;"
                + " try a lower learning rate");
  }

  @Test
  void theSameSeedGivesTheSameNumbersAnotherSeedOthers() {
    try (Fitted first = fit();
        Fitted second = fit()) {
      TowerRun.assertEqual(weights(first), weights(second));
      runs.seed = 2;
      try (Fitted other = fit()) {
        assertThat(weights(other).get("logits/weights"))
            .isNotEqualTo(weights(first).get("logits/weights"));
      }
    }
  }

  @Test
  void trialsSideBySideGiveTheNumbersTheyGiveAlone() throws Exception {
    runs.towers = 1;
    runs.recipe =
        new Recipe(4, 20, 0L, new Adam(0.9, 0.999, 1e-8), LearningRateSchedule.constant(0.01));
    Callable<Map<String, float[]>> trial =
        () -> {
          try (Fitted fitted = fit()) {
            return weights(fitted);
          }
        };
    Map<String, float[]> alone = trial.call();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Map<String, float[]>> one : threads.invokeAll(List.of(trial, trial))) {
        TowerRun.assertEqual(one.get(), alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
