package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.dataset.RecordFiles;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.BatchSource;
import io.github.multigpumnist.input.Batching;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.input.InputMode;
import io.github.multigpumnist.input.Resident;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import io.github.multigpumnist.tower.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step says of its waiting for examples. */
class InputWaitTest {
  private static final int TOWERS = 2;

  /** Reading them all, as an epoch's first batch must, takes much longer than a step. */
  private static final int EXAMPLES = 10_000;

  @TempDir private Path folder;

  /**
   * A step's time and its wait.
   *
   * @param waiting in seconds
   * @param whole in seconds
   */
  private record Timed(double waiting, double whole) {
    double share() {
      return waiting / whole;
    }
  }

  /** An epoch is begun, some steps are run; the first is that of a second epoch. */
  private static Timed[] steps(InputMode input, int count) {
    return steps(input, count, new BatchPlan(EXAMPLES, TOWERS, 4));
  }

  private static Timed[] steps(InputMode input, int count, BatchPlan plan) {
    Devices devices = Devices.cpu(plan.towers());
    TowerGraph graph =
        TowerGraph.forTraining(
            new TowerSpec(
                Tiny.network(Tiny.withDropout()), Precision.FLOAT32, devices.placement(), 1),
            new TrainingSpec(new Momentum(0.9, true), input, plan, false, false));
    try (ModelSession session = ModelSession.open(graph, devices)) {
      session.initialize();
      BatchSource source = input.source(plan, 1);
      source.load(session);
      source.beginEpoch(session, 0, 0);
      IntStream.range(0, 20).forEach(i -> step(session, source, plan, i)); // warms up
      source.beginEpoch(session, 1, 0);
      return IntStream.range(0, count)
          .mapToObj(i -> step(session, source, plan, i))
          .toArray(Timed[]::new);
    }
  }

  private static Timed step(ModelSession session, BatchSource source, BatchPlan plan, int step) {
    try (Feeds feeds = source.feeds(step)) {
      long begun = System.nanoTime();
      StepResult result = session.step(feeds, new StepRequest(plan.size(step), 0.01));
      return new Timed(result.inputWaitSeconds(), (System.nanoTime() - begun) / 1e9);
    }
  }

  @Test
  void aStepWaitsForRecordsThatMustBeReadFirstAndNotForWhatIsInMemory() throws Exception {
    RecordFiles files =
        RecordFiles.ensure(Tiny.dataset(EXAMPLES, 10), 0, folder, false, Progress.Reporter.SILENT);
    Timed[] batching =
        steps(
            new Batching(List.of(files.train().get(0).file()), EXAMPLES, Tiny.SIDE, Tiny.SIDE, 1),
            40);
    double slow = batching[0].waiting();
    assertThat(batching[0].share()).as("of the epoch's first step").isBetween(0.5, 1.0);
    assertThat(median(batching)).as("of later steps, read ahead").isLessThan(slow / 2);
    LabeledImages images = Tiny.images(EXAMPLES, 1);
    assertThat(median(steps(new Resident(images), 40))).isBetween(0.0, slow / 2);
    assertThat(median(steps(new DirectFeed(images), 40))).isBetween(0.0, slow / 2);
  }

  @Test
  void theWorkOfOtherTowersIsNoWaiting() {
    int examples = 40 * 8 * 100;
    Timed[] steps =
        steps(new Resident(Tiny.images(examples, 1)), 40, new BatchPlan(examples, 8, 100));
    double whole =
        IntStream.range(1, 40).mapToDouble(i -> steps[i].whole()).average().orElseThrow();
    // The least: whatever else the machine does makes single steps wait, work of towers makes all.
    double least = IntStream.range(1, 40).mapToDouble(i -> steps[i].waiting()).min().orElseThrow();
    assertThat(least / whole)
        .as("eight towers by turns on a few cores, all examples in the graph")
        .isLessThan(0.2);
  }

  private static double median(Timed[] steps) {
    return IntStream.range(1, steps.length)
        .mapToDouble(i -> steps[i].waiting())
        .sorted()
        .toArray()[steps.length / 2];
  }
}
