package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.runtime.ModelSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Early stopping, run state, throughput, evaluation. */
class BookkeepingTest {

  @Test
  void stopsAfterEpochsWithoutABetterLoss() {
    Patience stopping = patience(2, Patience.start());
    assertThat(stopping.better(1.0)).isTrue();
    assertThat(stopping.better(1.0)).as("equal is not better").isFalse();
    assertThat(stopping.exhausted()).isFalse();
    assertThat(stopping.better(0.9)).isTrue();
    assertThat(stopping.better(0.95)).isFalse();
    assertThat(stopping.exhausted()).isFalse();
    assertThat(stopping.better(Double.NaN)).isFalse();
    assertThat(stopping.exhausted()).isTrue();
    assertThat(stopping.state()).isEqualTo(new Patience.State(0.9, 2));
  }

  private static Patience patience(int epochs, Patience.State state) {
    return new Patience(Optional.of(new TrainingConfig.EarlyStopping(epochs, true)), state);
  }

  @Test
  void goesOnFromItsStateAndNeverStopsUnasked() {
    Patience.State late = new Patience.State(0.5, 7);
    assertThat(patience(8, late).exhausted()).isFalse();
    Patience resumed = patience(8, late);
    resumed.better(0.6);
    assertThat(resumed.exhausted()).isTrue();
    assertThat(new Patience(Optional.empty(), late).exhausted()).isFalse();
  }

  @Test
  void runStateSurvivesWriting() {
    Map<String, String> settings = Map.of("seed", "1", "model", "tiny \"ä\"");
    for (Patience.State stopping : List.of(Patience.start(), new Patience.State(0.1 + 0.2, 3))) {
      RunState state = new RunState(settings, stopping, true);
      assertThat(RunState.parse(state.toJson(), "model.ckpt-1")).isEqualTo(state);
    }
    assertThatThrownBy(() -> RunState.parse("{\"settings\": 3", "model.ckpt-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("model.ckpt-1: its run state is not readable");
  }

  @Test
  void otherSettingsAreNamed() {
    RunState state = new RunState(Map.of("seed", "1"), Patience.start(), false);
    state.requireSame(Map.of("seed", "1"), "here");
    assertThatThrownBy(() -> state.requireSame(Map.of("seed", "2"), "here"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("here: the run was begun with seed '1', this one has '2'");
    assertThatThrownBy(() -> state.requireSame(Map.of("input", "DIRECT"), "here"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input");
  }

  @Test
  void throughputLeavesOutTheFirstStepsAndPauses() {
    long[] now = {0};
    Throughput throughput = new Throughput(() -> now[0]);
    throughput.resume();
    for (int step = 1; step <= 20; step++) {
      now[0] += 1_000_000_000L;
      throughput.step(100);
    }
    assertThat(throughput.imagesPerSecond()).isEqualTo(OptionalDouble.empty());
    assertThat(throughput.windowImagesPerSecond()).isCloseTo(100, within(1e-9));
    assertThat(throughput.windowSecondsPerStep()).isCloseTo(1, within(1e-9));
    throughput.newWindow();
    now[0] += 60_000_000_000L; // an evaluation
    throughput.resume();
    for (int step = 21; step <= 24; step++) {
      now[0] += 500_000_000L;
      throughput.step(100);
    }
    assertThat(throughput.imagesPerSecond().getAsDouble()).isCloseTo(200, within(1e-9));
    assertThat(throughput.windowImagesPerSecond()).isCloseTo(200, within(1e-9));
    assertThat(throughput.windowSecondsPerStep()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void waitingForInputIsAShareOfTheStepsThatCount() {
    long[] now = {0};
    Throughput throughput = new Throughput(() -> now[0]);
    throughput.resume();
    for (int step = 1; step <= 20; step++) {
      throughput.waited(1);
      now[0] += 1_000_000_000L;
      throughput.step(100);
    }
    assertThat(throughput.inputWaitShare()).isEqualTo(OptionalDouble.empty());
    throughput.waited(0.5); // before the step
    throughput.waited(0.25); // in the graph
    now[0] += 2_000_000_000L;
    throughput.step(100);
    now[0] += 1_000_000_000L;
    throughput.step(100);
    assertThat(throughput.inputWaitShare().getAsDouble()).isCloseTo(0.75 / 3, within(1e-9));
    throughput.waited(9); // two clocks differ a little: never more than the step took
    now[0] += 1_000_000_000L;
    throughput.step(100);
    assertThat(throughput.inputWaitShare().getAsDouble()).isCloseTo(1.75 / 4, within(1e-9));
  }

  @Test
  void evaluationSaysFractionCountAndLoss() {
    Evaluation evaluation = new Evaluation(4, 3, 0.12345, List.of(List.of(2, 1), List.of(0, 1)));
    assertThat(evaluation.accuracy()).isEqualTo(0.75);
    assertThat(evaluation.line("test")).isEqualTo("test accuracy 0.7500 (3 of 4), loss 0.1235");
    assertThat(evaluation.confusionTable().lines())
        .containsExactly(
            "confusion (rows: label, columns: prediction)",
            "           0     1",
            "     0     2     1",
            "     1     0     1");
  }

  @Test
  void ofManyClassesOnlyTheMostConfusedArePrinted() {
    int classes = 300;
    List<List<Integer>> confusion = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      List<Integer> row = new ArrayList<>(Collections.nCopies(classes, 0));
      row.set(label, 5);
      row.set((label + 1) % classes, label % 12); // 25 times as many of each number
      confusion.add(row);
    }
    confusion.get(7).set(299, 99);
    Evaluation evaluation = new Evaluation(9000, 1500, 1, confusion);
    assertThat(evaluation.confusionTable().lines())
        .hasSize(11)
        .startsWith("most confused of 300 classes", "7 taken for 299: 99", "11 taken for 12: 11");
  }

  /** More than one batch of 500, the last one smaller. */
  @Test
  void evaluationCountsEveryImageOnceWhateverTheTowers() {
    LabeledImages images = Tiny.images(1203, 5);
    Evaluation expected = null;
    for (int towers = 1; towers <= 4; towers++) {
      try (TowerRun run = new TowerRun.Setup().towers(towers, 6).open()) {
        Evaluation evaluation = Evaluator.evaluate(run.session(), images);
        expected = expected == null ? byHand(run.session(), images) : expected;
        assertThat(evaluation.count()).isEqualTo(1203);
        assertThat(evaluation.confusion()).isEqualTo(expected.confusion());
        assertThat(evaluation.correct()).isEqualTo(expected.correct());
        assertThat(evaluation.loss()).isCloseTo(expected.loss(), within(1e-5));
      }
    }
  }

  /** From the probabilities, without the evaluator's own sums. */
  private static Evaluation byHand(ModelSession session, LabeledImages images) {
    int[][] confusion = new int[Tiny.CLASSES][Tiny.CLASSES];
    double loss = 0;
    Shape shape = Shape.of(images.count(), Tiny.SIDE, Tiny.SIDE, 1);
    try (TUint8 pixels = TUint8.tensorOf(shape, DataBuffers.of(images.pixels(), true, false));
        TInt32 labels = TInt32.vectorOf(images.labels())) {
      float[] p = session.evaluate(0, pixels, labels).probabilities();
      for (int i = 0; i < images.count(); i++) {
        int best = 0;
        for (int c = 1; c < Tiny.CLASSES; c++) {
          best = p[i * Tiny.CLASSES + c] > p[i * Tiny.CLASSES + best] ? c : best;
        }
        confusion[images.labels()[i]][best]++;
        loss -= Math.log(p[i * Tiny.CLASSES + images.labels()[i]]);
      }
    }
    int correct = confusion[0][0] + confusion[1][1] + confusion[2][2];
    return new Evaluation(
        (int) images.count(),
        correct,
        loss / images.count(),
        List.of(row(confusion[0]), row(confusion[1]), row(confusion[2])));
  }

  private static List<Integer> row(int[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }

  @Test
  void nothingToEvaluateIsAnError() {
    try (TowerRun run = new TowerRun.Setup().open()) {
      assertThatThrownBy(() -> Evaluator.evaluate(run.session(), Tiny.images(0, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no images to evaluate");
    }
  }
}
