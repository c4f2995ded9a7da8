package io.github.multigpumnist.sequential;

import static io.github.multigpumnist.sequential.Models.CONFIG;
import static io.github.multigpumnist.sequential.Models.TEST;
import static io.github.multigpumnist.sequential.Models.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.training.CheckpointEvaluation;
import io.github.multigpumnist.training.Trainer;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What save writes, load gives back. */
class SavedSequentialTest {
  @TempDir Path scratch;

  private Path folder() {
    return scratch.resolve("model");
  }

  static Stream<Supplier<Sequential>> models() {
    return Stream.of(Models::mlp, Models::cnn);
  }

  @ParameterizedTest
  @MethodSource("models")
  void aLoadedModelIsTheSame(Supplier<Sequential> kind) throws IOException {
    try (Sequential model = Models.trained(kind.get())) {
      model.save(folder());
      assertThat(files(folder()))
          .containsExactly(
              "checkpoint",
              "model.ckpt-24.data-00000-of-00001",
              "model.ckpt-24.index",
              "model.json",
              "sequential.json");
      try (Sequential loaded = Sequential.load(folder(), Devices.cpu(1))) {
        assertThat(loaded.predict(TEST)).isDeepEqualTo(model.predict(TEST));
        assertThat(loaded.evaluate(TEST)).isEqualTo(model.evaluate(TEST));
        assertThat(loaded.summary()).isEqualTo(model.summary());
        // Compiled as it was, and with the optimizer's state: training goes on in the same way.
        History expected = model.fit(TRAIN, CONFIG);
        History history = loaded.fit(TRAIN, CONFIG);
        assertThat(history.loss()).isEqualTo(expected.loss());
        assertThat(history.accuracy()).isEqualTo(expected.accuracy()).hasSize(3);
        TowerRun.assertEqual(loaded.weights(), model.weights());
      }
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theProgramReadsModelAndCheckpoint() throws IOException {
    try (Sequential model = Models.trained(Models.mlp())) {
      model.save(folder());
      ModelSpec file = ModelFile.load(folder().resolve("model.json").toString());
      assertThat(file.recipe("default").optimizer())
          .isEqualTo(OptimizerDefaults.byName("nadam").spec());
      assertThat(file.recipe("default").batchSize()).isEqualTo(4);
      CheckpointEvaluation program =
          new CheckpointEvaluation(file, Precision.FLOAT32, Devices.cpu(1), TEST, Optional.empty());
      CheckpointEvaluation.Score score = program.evaluate(Checkpoint.find(folder()));
      assertThat(score.loss()).isEqualTo(model.evaluate(TEST).loss());
      assertThat(score.step()).isEqualTo(24);
      Trainer trainer =
          new Trainer(TrainingConfig.of(file), Devices.cpu(1), TrainingEnvironment.silent());
      TrainingData data =
          TrainingData.of(Tiny.dataset(20, 5), 4, scratch, Progress.Reporter.SILENT);
      assertThatThrownBy(() -> trainer.train(data, folder()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("model.ckpt-24: is no training run's but a saved model's");
    }
  }

  @Test
  void precisionIsKept() throws IOException {
    try (Sequential model = Models.compiled(Models.mlp())) {
      model.fit(TRAIN, CONFIG.withPrecision(Precision.BFLOAT16));
      model.save(folder());
      try (Sequential loaded = Sequential.load(folder(), Devices.cpu(1))) {
        assertThat(loaded.predict(TEST)).isDeepEqualTo(model.predict(TEST));
      }
    }
  }

  @Test
  void savingAgainReplacesTheModelAndNothingElse() throws IOException {
    try (Sequential model = Models.trained(Models.mlp());
        Sequential other = Models.trained(Models.cnn())) {
      model.save(folder());
      Files.writeString(folder().resolve("notes.txt"), "mine");
      other.fit(TRAIN, CONFIG);
      other.save(folder());
      assertThat(files(folder())).hasSize(6).contains("model.ckpt-48.index", "notes.txt");
      assertThat(files(scratch)).containsExactly("model");
      try (Sequential loaded = Sequential.load(folder(), Devices.cpu(1))) {
        assertThat(loaded.summary()).isEqualTo(other.summary());
      }
    }
  }

  @Test
  void aSaveThatFailsLeavesTheOldModel() throws IOException {
    try (Sequential model = Models.trained(Models.mlp())) {
      model.save(folder());
      List<String> before = files(folder());
      assertThatThrownBy(
              () ->
                  new SavedFolder(folder())
                      .replace(
                          fresh -> {
                            Files.writeString(fresh.resolve("model.json"), "half");
                            throw new IOException("disk full");
                          }))
          .hasMessage("disk full");
      assertThat(files(folder())).isEqualTo(before);
      assertThat(files(scratch)).containsExactly("model");
    }
  }

  /** A process may die between any two of the moves. */
  @Test
  void anInterruptedSaveIsSettled() throws IOException {
    try (Sequential model = Models.trained(Models.mlp())) {
      model.save(folder());
      float[][] expected = model.predict(TEST);
      Path old = scratch.resolve(".model.previous");
      Files.move(folder(), old); // before the new one was moved in
      assertLoads(expected);
      model.save(old); // after it was, before the old one was deleted
      Files.writeString(old.resolve("notes.txt"), "mine");
      assertLoads(expected);
      assertThat(files(scratch)).containsExactly("model");
      assertThat(files(folder())).contains("notes.txt");
    }
  }

  private void assertLoads(float[][] expected) throws IOException {
    try (Sequential loaded = Sequential.load(folder(), Devices.cpu(1))) {
      assertThat(loaded.predict(TEST)).isDeepEqualTo(expected);
    }
  }

  @Test
  void othersFilesAreNotTouched() throws IOException {
    Path file = Files.writeString(scratch.resolve("file"), "mine");
    Path full = Files.createDirectory(scratch.resolve("full"));
    Files.writeString(full.resolve("thesis.tex"), "mine");
    Path empty = Files.createDirectory(scratch.resolve("empty"));
    try (Sequential model = Models.trained(Models.mlp())) {
      assertThatThrownBy(() -> model.save(file))
          .isInstanceOf(IOException.class)
          .hasMessage(file + ": is a file, expected a folder or a new name");
      assertThatThrownBy(() -> model.save(full))
          .isInstanceOf(IOException.class)
          .hasMessage(
              full
                  + ": has files but no sequential.json, expected a new or empty folder, or one"
                  + " that save has written");
      assertThat(files(full)).containsExactly("thesis.tex");
      model.save(empty);
      model.save(scratch.resolve("a/b"));
      Map<String, float[]> weights = model.weights();
      try (Sequential loaded = Sequential.load(scratch.resolve("a/b"), Devices.cpu(1))) {
        TowerRun.assertEqual(loaded.weights(), weights);
      }
    }
  }
}
