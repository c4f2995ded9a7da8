package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.optimizer.ExponentialDecay;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/** Whole runs on small pictures: what they learn, say and leave. */
class TrainerTest {
  @TempDir Path folder;
  private Runs runs;
  private Path run;

  @BeforeEach
  void prepare() {
    runs = new Runs(folder.resolve("cache"));
    run = folder.resolve("run");
  }

  @ParameterizedTest
  @EnumSource(InputKind.class)
  void learnsByEveryWayIn(InputKind input) throws IOException {
    runs.input = input;
    runs.model = Tiny.convnet();
    runs.recipe = Tiny.recipe(4, 12, new Momentum(0.9, true), 0.05);
    TrainingResult result = runs.train(run);
    assertThat(result.test().accuracy()).isGreaterThan(0.8);
    assertThat(result.test().count()).isEqualTo(30);
    assertThat(result.steps()).isEqualTo(60);
    assertThat(result.epochs()).isEqualTo(12);
    assertThat(result.imagesPerSecond()).isPositive();
    assertThat(result.inputWaitShare()).isStrictlyBetween(0.0, 1.0);
    assertThat(result.peakMemoryMb()).isBetween(100.0, 100_000.0);
    assertThat(result.confusion().stream().flatMap(List::stream).mapToInt(n -> n).sum())
        .isEqualTo(30);
  }

  @ParameterizedTest
  @EnumSource(InputKind.class)
  void oneTowerWithOneThreadGivesTheNumbersOfTwo(InputKind input) throws IOException {
    runs.input = input;
    runs.model = Tiny.convnet();
    TrainingResult two = runs.train(run);
    runs.towers = 1;
    runs.recipe = Tiny.recipe(8, 3, new Momentum(0.9, true), 0.02);
    TrainingResult one = runs.train(folder.resolve("one"));
    assertThat(one.test().loss()).isCloseTo(two.test().loss(), within(1e-4));
  }

  @Test
  void earlyStoppingNeedsValidationImages() throws IOException {
    runs.earlyStopping = Optional.of(new TrainingConfig.EarlyStopping(3, true));
    TrainingData data =
        TrainingData.of(Tiny.dataset(40, 30), 0, folder.resolve("cache"), Progress.Reporter.SILENT);
    assertThatThrownBy(() -> runs.trainer(() -> false).train(data, run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("early stopping: no validation images, expected 1 or more");
    assertThat(run).doesNotExist();
  }

  @Test
  void bfloat16LearnsToo() throws IOException {
    runs.precision = Precision.BFLOAT16;
    runs.model = Tiny.convnet();
    runs.recipe = Tiny.recipe(4, 12, new Momentum(0.9, true), 0.05);
    assertThat(runs.train(run).test().accuracy()).isGreaterThan(0.8);
  }

  @Test
  void saysWhatHappensInTheOriginalsWords() throws IOException {
    runs.reports = new TrainingConfig.Reports(5, 0, false, false);
    TrainingResult result = runs.train(run);
    assertThat(runs.log)
        .filteredOn(line -> line.contains("loss = "))
        .hasSize(3)
        .allMatch(
            line ->
                line.matches(
                    "2026-02-03 04:05:06\\.789000: step \\d+, loss = \\d+\\.\\d\\d"
                        + " \\(\\d+\\.\\d examples/sec; \\d+\\.\\d{3} sec/batch\\)"));
    assertThat(runs.log).contains("Done training for 3 epochs, 15 steps.");
    assertThat(runs.log).anyMatch(l -> l.matches("Total Duration \\(\\d+\\.\\d{3} sec\\)"));
    assertThat(runs.log).anyMatch(l -> l.matches("epoch 2: validation accuracy 0\\.\\d{4} .*"));
    assertThat(runs.log)
        .anyMatch(l -> l.matches("test accuracy [01]\\.\\d{4} \\(\\d+ of 30\\), loss .*"));
    assertThat(result.imagesPerSecond()).as("of 15 steps only").isNull();
    assertThat(result.inputWaitShare()).as("of 15 steps only").isNull();
  }

  @Test
  void leavesMetricsAndResult() throws IOException {
    TrainingResult result = runs.train(run);
    List<JsonNode> metrics = Runs.metrics(run);
    assertThat(metrics).filteredOn(m -> m.get("kind").asText().equals("step")).hasSize(15);
    assertThat(metrics).filteredOn(m -> m.get("kind").asText().equals("epoch")).hasSize(3);
    JsonNode json = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    assertThat(json.get("steps").asLong()).isEqualTo(15);
    assertThat(json.get("images_per_second").isNull()).isTrue();
    assertThat(json.get("resumed_from_step").isNull()).isTrue();
    assertThat(json.get("duration_seconds").asDouble()).isPositive();
    assertThat(json.get("test").get("correct").asInt()).isEqualTo(result.test().correct());
    assertThat(Runs.files(run))
        .contains("checkpoint", "model.ckpt-15.index", "model.json", "run.json");
    RunDescription description = RunDescription.read(run).orElseThrow();
    assertThat(description.model()).isEqualTo(runs.model);
    assertThat(description.validationSize()).isEqualTo(Runs.VALIDATION);
    assertThat(description.data()).contains(runs.data().description());
    assertThat(description.data().orElseThrow().classNames()).containsExactly("a", "b", "c");
  }

  @Test
  void aFolderOfBeforeTheDataWasDescribedIsRead() throws IOException {
    runs.train(run);
    Files.writeString(
        run.resolve("run.json"),
        "{\"dataset\": \"tiny\", \"validation_size\": 7, \"precision\": \"FLOAT32\"}");
    RunDescription description = RunDescription.read(run).orElseThrow();
    assertThat(description.dataset()).isEqualTo("tiny");
    assertThat(description.data()).isEmpty();
  }

  @Test
  void aTraceChangesNothing(@TempDir Path other) throws IOException {
    runs.train(other);
    runs.reports = new TrainingConfig.Reports(1, 0, false, false, OptionalLong.of(7));
    runs.train(run);
    assertThat(Runs.weights(run, 15)).isEqualTo(Runs.weights(other, 15));
    Timeline timeline = TraceFile.read(TraceFile.in(run, 7));
    assertThat(timeline.step()).isEqualTo(7);
    assertThat(timeline.towers()).containsExactly("tower_0", "tower_1");
    assertThat(runs.log)
        .contains(timeline.summary() + "; written to " + run.resolve("trace-7.json"));
    assertThat(Runs.files(run)).doesNotContain("trace-6.json", "trace-8.json");
  }

  @Test
  void theRateCountsExamplesNotSteps() throws IOException {
    runs.recipe =
        new Recipe(4, 3, 0L, new Momentum(0.9, true), new ExponentialDecay(0.1, 0.5, 1, true));
    runs.train(run);
    assertThat(Runs.metrics(run))
        .filteredOn(m -> m.get("kind").asText().equals("step"))
        .extracting(m -> m.get("learning_rate").asDouble())
        .containsExactly(
            0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025,
            0.025);
  }

  @Test
  void maxStepsEndARunInMidEpoch() throws IOException {
    runs.recipe =
        new Recipe(4, 0, 7L, new Momentum(0.9, true), LearningRateSchedule.constant(0.02));
    TrainingResult result = runs.train(run);
    assertThat(result.steps()).isEqualTo(7);
    assertThat(result.epochs()).isEqualTo(1);
    assertThat(result.interrupted()).isFalse();
    assertThat(Checkpoint.find(run).step()).hasValue(7);
  }

  @Test
  void divergenceNamesTheLastGoodCheckpoint() throws IOException {
    runs.train(run, Runs.after(4));
    Runs wild = new Runs(folder.resolve("cache"));
    wild.checkpoints = new TrainingConfig.Checkpoints(3, 2, true);
    wild.recipe = Tiny.recipe(4, 200, new Momentum(0.9, true), 1e6);
    Path other = folder.resolve("wild");
    assertThatThrownBy(() -> wild.train(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "(?s).* at step \\d+: the model diverged; last good checkpoint: .*;"
                + " try a lower --learning-rate")
        .message()
        .doesNotContain("\n");
    if (Files.exists(other.resolve("checkpoint"))) {
      assertFiniteCheckpoint(wild, other);
    }
  }

  private void assertFiniteCheckpoint(Runs wild, Path directory) throws IOException {
    CheckpointEvaluation evaluation = evaluation(wild, 1);
    assertThat(evaluation.evaluate(Checkpoint.find(directory)).loss()).isNotNaN();
  }

  private static CheckpointEvaluation evaluation(Runs runs, int towers) {
    return new CheckpointEvaluation(
        runs.model,
        runs.precision,
        Devices.cpu(towers),
        runs.data().splits().test(),
        Optional.empty());
  }

  @Test
  void theTestIsOfTheFinalCheckpointWhateverTheTowers() throws IOException {
    TrainingResult result = runs.train(run);
    for (int towers = 1; towers <= 3; towers++) {
      CheckpointEvaluation.Score score = evaluation(runs, towers).evaluate(Checkpoint.find(run));
      assertThat(score.correct()).isEqualTo(result.test().correct());
      assertThat(score.loss()).isEqualTo(result.test().loss());
      assertThat(score.step()).isEqualTo(15);
    }
  }

  @Test
  void aRunThatIsUnderWayIsNotDisturbed() throws IOException {
    Runs second = new Runs(folder.resolve("cache"));
    runs.train(
        run,
        () -> {
          assertThatThrownBy(() -> second.train(run))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("another run has it (process ");
          return false;
        });
    assertThat(second.train(run).resumedFromStep()).isEqualTo(15);
  }

  @Test
  void tensorBoardGetsTheGraphScalarsAndHistograms() throws IOException {
    runs.reports = new TrainingConfig.Reports(5, 5, false, false);
    runs.train(run);
    Path file =
        run.resolve(
            Runs.files(run).stream().filter(f -> f.startsWith("events.out")).findFirst().get());
    Set<String> tags = new HashSet<>();
    Set<Long> steps = new HashSet<>();
    boolean[] graph = {false};
    TfRecordFile.read(
        file,
        bytes -> {
          Event event = Event.parseFrom(bytes);
          graph[0] |= !event.getGraphDef().isEmpty();
          steps.add(event.getStep());
          event.getSummary().getValueList().stream().map(Summary.Value::getTag).forEach(tags::add);
        });
    assertThat(graph[0]).isTrue();
    assertThat(steps).contains(5L, 10L, 15L).doesNotContain(4L, 6L);
    assertThat(tags)
        .contains(
            "tower_0/conv1/activations",
            "tower_1/conv1/sparsity",
            "tower_1/cross_entropy",
            "conv1/weights/gradients",
            "conv1/weights",
            "learning_rate",
            "total_loss",
            "validation/accuracy");
  }

  @Test
  void aDamagedRecordIsNamedAndWrittenAnewByTheNextRun() throws IOException {
    runs.input = InputKind.BATCHING;
    runs.train(run);
    Path records = runs.data().trainRecords().get(0);
    byte[] right = Files.readAllBytes(records);
    byte[] flipped = right.clone();
    flipped[right.length / 2] ^= 1;
    FileTime before = Files.getLastModifiedTime(records);
    Files.write(records, flipped);
    Files.setLastModifiedTime(records, before); // as a disk that forgets

    assertThatIOException()
        .isThrownBy(() -> runs.train(folder.resolve("second")))
        .withMessageMatching(
            Pattern.quote(records.toString())
                + ": record \\d+: checksum of the data is 0x\\w+, expected 0x\\w+; the next run"
                + " writes the records anew");
    runs.train(folder.resolve("third"));
    assertThat(records).hasBinaryContent(right);
  }

  @Test
  void aPartWithoutImagesIsToldBeforeAnythingIsWritten() {
    Dataset whole = Tiny.dataset(40, 30);
    Dataset untested =
        new Dataset("tiny", whole.train(), whole.test().slice(0, 0), whole.classNames());
    TrainingData data = TrainingData.of(untested, 0, run, Progress.Reporter.SILENT);

    assertThatIOException()
        .isThrownBy(() -> runs.trainer(() -> false).train(data, run.resolve("new")))
        .withMessage("data set tiny: no test images, expected at least one");
    assertThatIOException()
        .isThrownBy(() -> data.images(TrainingData.Part.VALIDATION))
        .withMessage("data set tiny: no validation images, expected at least one");
    assertThat(run.resolve("new")).doesNotExist();
  }

  @Test
  void aModelThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
    runs.model = Tiny.model(Tiny.logits("logits", 0));
    assertThatThrownBy(() -> runs.train(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer 'logits': input has shape [8, 8, 1]");
    assertThat(run).doesNotExist();
  }
}
