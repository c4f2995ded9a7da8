package io.github.multigpumnist.sequential;

import static io.github.multigpumnist.model.Activation.RELU;
import static io.github.multigpumnist.model.Activation.SOFTMAX;
import static io.github.multigpumnist.sequential.Layers.dense;
import static io.github.multigpumnist.sequential.Layers.dropout;
import static io.github.multigpumnist.sequential.Layers.flatten;
import static io.github.multigpumnist.sequential.Models.CONFIG;
import static io.github.multigpumnist.sequential.Models.TEST;
import static io.github.multigpumnist.sequential.Models.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.GradientDescent;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.training.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training, evaluation and prediction of models built in Java. */
class SequentialTest {

  @Test
  void learnsDigits() {
    Dataset digits = SyntheticDigits.generate(1, 2000, 500);
    try (Sequential model = Sequential.of(28, 28, 1)) {
      model.add(flatten()).add(dense(128, RELU)).add(dropout(0.2)).add(dense(10, SOFTMAX));
      model.compile("adam", Loss.CATEGORICAL_CROSSENTROPY, Metric.ACCURACY);
      History history = model.fit(digits.train(), FitConfig.ofEpochs(15).withValidationSplit(0.1));
      Evaluation test = model.evaluate(digits.test());
      assertThat(test.accuracy()).isGreaterThan(0.85);
      assertThat(history.accuracy().get(14)).isGreaterThan(0.85);
      assertThat(history.valAccuracy().get(14)).isGreaterThan(0.85);
      assertThat(history.loss().get(14)).isLessThan(history.loss().get(0) / 2);
    }
  }

  static Stream<String> optimizers() {
    return OptimizerDefaults.names().stream();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerTrains(String optimizer) {
    try (Sequential model = Models.cnn()) {
      model.compile(optimizer, Loss.CATEGORICAL_CROSSENTROPY);
      History history = model.fit(TRAIN, CONFIG.withEpochs(10));
      assertThat(history.loss().get(9)).isLessThan(history.loss().get(0));
    }
  }

  @Test
  void predictionsAreWhatEvaluationCounts() {
    try (Sequential model = Models.trained(Models.mlp())) {
      Evaluation evaluation = model.evaluate(TEST);
      float[][] probabilities = model.predict(TEST);
      assertThat(probabilities).hasDimensions((int) TEST.count(), Tiny.CLASSES);
      double loss = 0;
      int correct = 0;
      for (int i = 0; i < TEST.count(); i++) {
        float[] row = probabilities[i];
        assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-6f));
        int label = TEST.labels()[i];
        loss -= Math.log(row[label]) / TEST.count();
        correct += row[label] == Math.max(row[0], Math.max(row[1], row[2])) ? 1 : 0;
      }
      assertThat(evaluation.loss()).isCloseTo(loss, within(1e-5));
      assertThat(evaluation.correct()).isEqualTo(correct);
    }
  }

  /** More than one batch of the evaluator, on two towers. */
  @Test
  void manyImagesStayInOrder() {
    try (Sequential model = Models.compiled(Models.mlp())) {
      model.fit(TRAIN, CONFIG.withDevices(Devices.cpu(2)));
      LabeledImages many = Tiny.images(1203, 3);
      float[][] all = model.predict(many);
      assertThat(all).hasNumberOfRows(1203);
      for (int at : new int[] {0, 499, 500, 1000, 1202}) {
        assertThat(model.predict(many.slice(at, at + 1))[0])
            .containsExactly(all[at], within(1e-6f));
      }
    }
  }

  @Test
  void theHistoryIsThatOfTheEpochs() {
    try (Sequential model = Models.compiled(Models.mlp())) {
      History history = model.fit(TRAIN, CONFIG);
      assertThat(history.epochs()).hasSize(3);
      assertThat(history.loss()).hasSize(3);
      assertThat(history.accuracy()).hasSize(3).allMatch(a -> a >= 0 && a <= 1);
      // The last quarter is set aside, as Keras does it.
      Evaluation validation = model.evaluate(TRAIN.slice(30, 40));
      assertThat(history.valLoss()).hasSize(3).last().isEqualTo(validation.loss());
      assertThat(history.valAccuracy()).hasSize(3).last().isEqualTo(validation.accuracy());
      assertThat(history.stoppedEarly()).isFalse();
    }
    try (Sequential model = Models.mlp().compile("adam", Loss.CATEGORICAL_CROSSENTROPY)) {
      History bare = model.fit(TRAIN, FitConfig.ofEpochs(2).withDevices(Devices.cpu(1)));
      assertThat(bare.loss()).hasSize(2);
      assertThat(bare.accuracy()).isEmpty();
      assertThat(bare.valLoss()).isEmpty();
      assertThat(bare.valAccuracy()).isEmpty();
    }
  }

  @Test
  void validationImagesMayBeGiven() {
    try (Sequential model = Models.compiled(Models.mlp())) {
      History history = model.fit(TRAIN, CONFIG.withValidation(TEST));
      assertThat(history.valLoss()).last().isEqualTo(model.evaluate(TEST).loss());
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    try (Sequential first = Models.trained(Models.mlp());
        Sequential second = Models.trained(Models.mlp());
        Sequential other = Models.compiled(Models.mlp())) {
      TowerRun.assertEqual(second.weights(), first.weights());
      other.fit(TRAIN, CONFIG.withSeed(2));
      assertThat(other.weights().get("dense/weights"))
          .isNotEqualTo(first.weights().get("dense/weights"));
      first.fit(TRAIN, CONFIG);
      second.fit(TRAIN, CONFIG);
      TowerRun.assertEqual(second.weights(), first.weights());
    }
  }

  /** Without dropout and in whole batches, two fits of an epoch see what one of two epochs sees. */
  @Test
  void aSecondFitGoesOnFromWeightsAndOptimizer() {
    FitConfig whole = CONFIG.withBatchSize(30); // one step an epoch: the order does not matter
    try (Sequential once = Models.compiled(Models.cnn());
        Sequential twice = Models.compiled(Models.cnn());
        Sequential anew = Models.compiled(Models.cnn())) {
      once.fit(TRAIN, whole.withEpochs(4));
      twice.fit(TRAIN, whole.withEpochs(2));
      anew.fit(TRAIN, whole.withEpochs(2));
      Map<String, float[]> between = twice.weights();
      twice.fit(TRAIN, whole.withEpochs(2));
      TowerRun.assertClose(twice.weights(), once.weights(), 1e-5);
      // Without the optimizer's state it comes out otherwise.
      Models.compiled(anew);
      TowerRun.assertEqual(anew.weights(), between);
      anew.fit(TRAIN, whole.withEpochs(2));
      assertThat(anew.weights().get("dense/weights"))
          .isNotEqualTo(once.weights().get("dense/weights"));
    }
  }

  @Test
  void towersAreOneLargerTower() {
    try (Sequential one = sgd(Models.empty().add(flatten()).add(dense(3, SOFTMAX)));
        Sequential two = sgd(Models.empty().add(flatten()).add(dense(3, SOFTMAX)))) {
      one.fit(TRAIN, CONFIG.withBatchSize(8));
      two.fit(TRAIN, CONFIG.withBatchSize(4).withDevices(Devices.cpu(2)));
      TowerRun.assertClose(two.weights(), one.weights(), 1e-5);
    }
  }

  private static Sequential sgd(Sequential model) {
    return model.compile(
        new GradientDescent(),
        LearningRateSchedule.constant(0.1),
        Loss.CATEGORICAL_CROSSENTROPY,
        Metric.ACCURACY);
  }

  @Test
  void earlyStoppingRestoresTheBestEpoch() {
    try (Sequential model = Models.mlp()) {
      model.compile(
          new GradientDescent(), LearningRateSchedule.constant(3), Loss.CATEGORICAL_CROSSENTROPY);
      History history = model.fit(TRAIN, CONFIG.withEpochs(50).withEarlyStopping(2, true));
      List<Double> losses = history.valLoss();
      assertThat(history.stoppedEarly()).isTrue();
      assertThat(losses).hasSize(history.bestEpoch() + 2);
      assertThat(model.evaluate(TRAIN.slice(30, 40)).loss())
          .isEqualTo(losses.get(history.bestEpoch() - 1));
    }
  }

  @Test
  void trainsInBfloat16() {
    try (Sequential model = Models.compiled(Models.cnn())) {
      FitConfig config = CONFIG.withEpochs(10).withPrecision(Precision.BFLOAT16);
      History history = model.fit(TRAIN, config);
      assertThat(history.loss().get(9)).isLessThan(history.loss().get(0));
    }
  }
}
