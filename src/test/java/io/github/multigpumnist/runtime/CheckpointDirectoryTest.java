package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.optimizer.Adam;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** Checkpoints come back whole, or say in one line why not. */
class CheckpointDirectoryTest {
  private static final String RUN_STATE = "{\"a\": \"ä\"}";
  @TempDir Path folder;
  private CheckpointDirectory checkpoints;

  @BeforeEach
  void open() {
    checkpoints = new CheckpointDirectory(folder);
  }

  static Stream<OptimizerSpec> rules() {
    return Stream.of(new Momentum(0.9, true), new Adam(0.9, 0.999, 1e-8));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everythingComesBack(OptimizerSpec rule) throws IOException {
    var setup =
        new TowerRun.Setup().model(Tiny.withBatchNorm()).optimizer(rule).images(12).towers(1, 12);
    try (TowerRun first = setup.open();
        TowerRun second = setup.seed(1).open()) {
      first.steps(3, 0.01);
      Checkpoint saved = checkpoints.save(first.session(), 3, RUN_STATE, 5);
      Map<String, float[]> then = first.values();
      first.steps(1, 0.01);
      second.steps(3, 0.5); // elsewhere, at the same place in the order
      saved.restoreTraining(second.session());
      TowerRun.assertEqual(second.values(), then);
      assertThat(second.session().globalStep()).isEqualTo(3);
      assertThat(saved.runState(second.session())).isEqualTo(RUN_STATE);
      second.steps(1, 0.01);
      TowerRun.assertEqual(second.values(), first.values());
      try (TowerRun third = setup.open()) {
        saved.restoreModel(third.session());
        TowerRun.assertEqual(third.values(), then);
        assertThat(third.session().globalStep()).as("model only").isZero();
      }
    }
  }

  @Test
  void theNewestAreKeptAndTheStateFileNamesThem() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open()) {
      assertThat(checkpoints.latest()).isEmpty();
      for (long step : new long[] {5, 10, 15, 20}) {
        Checkpoint saved = checkpoints.save(run.session(), step, RUN_STATE, 2);
        assertThat(saved.step()).hasValue(step);
        assertThat(checkpoints.latest()).contains(saved);
      }
      checkpoints.save(run.session(), 20, RUN_STATE, 2);
    }
    assertThat(Files.readString(folder.resolve("checkpoint")))
        .isEqualTo(
            """
            model_checkpoint_path: "model.ckpt-20"
            all_model_checkpoint_paths: "model.ckpt-15"
            all_model_checkpoint_paths: "model.ckpt-20"
            """);
    assertThat(files())
        .containsExactly(
            "checkpoint",
            "model.ckpt-15.data-00000-of-00001",
            "model.ckpt-15.index",
            "model.ckpt-20.data-00000-of-00001",
            "model.ckpt-20.index");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFailureLeavesTheOlderOnes() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open()) {
      Checkpoint good = checkpoints.save(run.session(), 1, RUN_STATE, 1);
      // A folder in the way of the index: it cannot be moved there.
      Files.createDirectories(folder.resolve("model.ckpt-2.index/full"));
      assertThatThrownBy(() -> checkpoints.save(run.session(), 2, RUN_STATE, 1))
          .isInstanceOf(IOException.class);
      assertThat(checkpoints.latest()).contains(good);
      good.restoreTraining(run.session());
      assertThat(files()).doesNotContain(".unfinished-checkpoint");
    }
  }

  @Test
  void whatAKilledRunLeftIsNoHindrance() throws IOException {
    Files.createDirectories(folder.resolve(".unfinished-checkpoint/model.ckpt-1_temp"));
    Files.writeString(folder.resolve(".unfinished-checkpoint/model.ckpt-1.index"), "half");
    try (TowerRun run = new TowerRun.Setup().open()) {
      Checkpoint saved = checkpoints.save(run.session(), 1, RUN_STATE, 1);
      saved.restoreTraining(run.session());
    }
    assertThat(files()).doesNotContain(".unfinished-checkpoint");
  }

  @Test
  void aCheckpointIsFoundByFolderAndByPrefix() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open()) {
      checkpoints.save(run.session(), 1, RUN_STATE, 5);
      checkpoints.save(run.session(), 2, RUN_STATE, 5);
    }
    Path first = folder.resolve("model.ckpt-1");
    assertThat(Checkpoint.find(folder).step()).hasValue(2);
    assertThat(Checkpoint.find(first)).isEqualTo(new Checkpoint(first));
    assertThat(new Checkpoint(folder.resolve("final")).step()).isEmpty();
    assertFails(() -> Checkpoint.find(folder.resolve("model.ckpt-3")), "model.ckpt-3.index");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertFails(() -> Checkpoint.find(empty), "no checkpoint here");
    Files.delete(folder.resolve("model.ckpt-2.index"));
    assertFails(() -> Checkpoint.find(folder), "model.ckpt-2, whose .index is not there");
    Files.writeString(folder.resolve("checkpoint"), "nonsense");
    assertFails(() -> Checkpoint.find(folder), "has no line 'model_checkpoint_path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "a\\b", "*", "?", "{1}", "[", " ", "100%", "ö"})
  void aFolderMayHaveAnyName(String name) throws IOException {
    CheckpointDirectory odd = new CheckpointDirectory(folder.resolve(name));
    try (TowerRun run = new TowerRun.Setup().open()) {
      Checkpoint saved = odd.save(run.session(), 1, RUN_STATE, 5);
      assertThat(odd.latest()).contains(saved);
      saved.restoreTraining(run.session());
      assertThat(saved.runState(run.session())).isEqualTo(RUN_STATE);
      Path data = saved.prefix().resolveSibling("model.ckpt-1.data-00000-of-00001");
      Files.delete(data);
      assertFails(() -> saved.restoreModel(run.session()), "its file " + data + " is not there");
    }
  }

  @Test
  void aPrefixMayHaveAnyName() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open()) {
      checkpoints.save(run.session(), 1, RUN_STATE, 5);
      for (String ending : List.of(".index", ".data-00000-of-00001")) {
        Files.move(folder.resolve("model.ckpt-1" + ending), folder.resolve("[best]" + ending));
      }
      Checkpoint.find(folder.resolve("[best]")).restoreTraining(run.session());
    }
  }

  /** As TensorFlow 1 wrote it: protocol buffers in text form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_checkpoint_path: \"gr\\303\\266\\303\\237e-1\"",
        "model_checkpoint_path: 'größe-1'",
        "  model_checkpoint_path : \"größe-1\"\nall_model_checkpoint_paths: \"größe-1\"",
      })
  void aStateFileMayBeWrittenInManyWays(String text) throws IOException {
    Files.writeString(folder.resolve("größe-1.index"), "");
    Files.writeString(folder.resolve("checkpoint"), text);
    assertThat(checkpoints.latest()).contains(new Checkpoint(folder.resolve("größe-1")));
  }

  @Test
  void aQuoteInAStateFileMayBeEscaped() throws IOException {
    Files.writeString(folder.resolve("it's.index"), "");
    Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: 'it\\'s'");
    assertThat(checkpoints.latest()).contains(new Checkpoint(folder.resolve("it's")));
    Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: 'a\\q'");
    assertFails(() -> checkpoints.latest(), "checkpoint: 'a\\q' is not escaped");
  }

  @Test
  void otherFormatsAreNamed() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open();
        Graph graph = new Graph();
        Session session = new Session(graph)) {
      Checkpoint saved = checkpoints.save(run.session(), 1, RUN_STATE, 5);
      Path v1 = folder.resolve("model.ckpt-1");
      Files.copy(folder.resolve("model.ckpt-1.index"), v1); // both are tables
      assertThat(checkpoints.latest()).contains(saved);
      Files.delete(folder.resolve("model.ckpt-1.index"));
      assertFails(() -> Checkpoint.find(v1), "is in TensorFlow's V1 format, expected V2");
      assertFails(() -> Checkpoint.find(folder), "is in TensorFlow's V1 format, expected V2");
      Files.move(v1, folder.resolve("model.ckpt-1-00000-of-00001"));
      assertFails(() -> Checkpoint.find(folder), "is in TensorFlow's V1 format, expected V2");

      Ops tf = Ops.create(graph);
      Path objects = folder.resolve("ckpt-1");
      session.run(
          tf.train.save(
              tf.constant(objects.toString()),
              tf.array("_CHECKPOINTABLE_OBJECT_GRAPH", "layer/.ATTRIBUTES/VARIABLE_VALUE"),
              tf.array("", ""),
              List.of(tf.constant(""), tf.constant(1f))));
      assertFails(
          () -> Checkpoint.find(objects).restoreModel(run.session()),
          "ckpt-1: lists its variables by object, as tf.train.Checkpoint");
    }
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void damageIsNamed() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open()) {
      Checkpoint saved = checkpoints.save(run.session(), 1, RUN_STATE, 5);
      Path data = folder.resolve("model.ckpt-1.data-00000-of-00001");
      byte[] good = Files.readAllBytes(data);

      byte[] flipped = good.clone();
      flipped[0] ^= 1; // of conv1/biases
      Files.write(data, flipped);
      assertDamaged(run, saved, "damaged: a checksum does not match");
      Files.write(data, Arrays.copyOf(good, 20));
      assertDamaged(run, saved, "damaged: its data ends early");
      Files.write(data, new byte[0]);
      assertDamaged(run, saved, "damaged: its data ends early");
      Files.delete(data);
      assertDamaged(run, saved, "model.ckpt-1.data-00000-of-00001");
      Files.write(data, good);
      saved.restoreTraining(run.session());
    }
  }

  @Test
  void aDamagedIndexIsNamed() throws IOException {
    try (TowerRun run = new TowerRun.Setup().open()) {
      Checkpoint saved = checkpoints.save(run.session(), 1, RUN_STATE, 5);
      Path index = folder.resolve("model.ckpt-1.index");
      byte[] good = Files.readAllBytes(index);
      byte[] flipped = good.clone();
      flipped[10] ^= 1;
      for (byte[] bad :
          List.of(flipped, Arrays.copyOf(good, good.length - 9), new byte[0], new byte[100])) {
        Files.write(index, bad);
        assertDamaged(run, saved, "checkpoint " + saved);
      }
      Files.delete(index);
      assertDamaged(run, saved, "checkpoint " + saved);
    }
  }

  private static void assertDamaged(TowerRun run, Checkpoint checkpoint, String message) {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> checkpoint.restoreTraining(run.session()),
            () -> checkpoint.restoreModel(run.session()))) {
      assertThatThrownBy(call)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("checkpoint " + checkpoint + ": ")
          .hasMessageContaining(message)
          .message()
          .doesNotContain("\n", "{{node", "[[");
    }
  }

  @Test
  void anotherModelsCheckpointIsRefused() throws IOException {
    ModelSpec other = Tiny.model(new Flatten("flatten"), Tiny.logits("other", 0));
    ModelSpec larger =
        Tiny.model(
            Tiny.conv("conv1", 5, Activation.RELU),
            new Flatten("flatten"),
            Tiny.logits("softmax_linear", 0));
    try (TowerRun run = new TowerRun.Setup().open();
        TowerRun another = new TowerRun.Setup().model(other).open();
        TowerRun wider = new TowerRun.Setup().model(larger).open();
        TowerRun adam = new TowerRun.Setup().optimizer(new Adam(0.9, 0.999, 1e-8)).open()) {
      Checkpoint saved = checkpoints.save(run.session(), 1, RUN_STATE, 5);
      assertThatThrownBy(() -> saved.restoreModel(another.session()))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "checkpoint .*: has no variable 'other/.*': it is of another model or optimizer");
      assertThatThrownBy(() -> saved.restoreModel(wider.session()))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "checkpoint .*: a variable has shape \\[.*\\], expected \\[.*\\]: .*");
      assertThatThrownBy(() -> saved.restoreTraining(adam.session()))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("checkpoint .*: has no variable '.*Adam.*|beta.*");
    }
  }
}
