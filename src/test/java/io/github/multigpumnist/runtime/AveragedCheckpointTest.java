package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.TowerRun;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TString;

/** What a model is used with: a checkpoint's moving averages, as far as it has them. */
class AveragedCheckpointTest {
  private static final String AVERAGE = "/ExponentialMovingAverage";
  @TempDir Path folder;

  private static ModelSession evaluation(ModelSpec model) {
    Devices devices = Devices.cpu(1);
    return ModelSession.open(
        TowerGraph.forEvaluation(
            new TowerSpec(Tiny.network(model), Precision.FLOAT32, devices.placement(), 2)),
        devices);
  }

  private Checkpoint trained(TowerRun.Setup setup, Map<String, float[]> values) throws IOException {
    try (TowerRun run = setup.model(Tiny.withBatchNorm()).open()) {
      run.steps(4, 0.05);
      values.putAll(run.values());
      return new CheckpointDirectory(folder).save(run.session(), 4, "", 1);
    }
  }

  @Test
  void averagesStandForTheVariables() throws IOException {
    Map<String, float[]> values = new HashMap<>();
    Checkpoint checkpoint =
        trained(new TowerRun.Setup().average(new WeightAverage(0.9, true)), values);
    try (ModelSession session = evaluation(Tiny.withBatchNorm())) {
      RestoredWeights restored = checkpoint.restoreAveraged(session);
      assertThat(restored).isEqualTo(new RestoredWeights(6, 6));
      assertThat(restored.kind()).isEqualTo("averaged");
      assertThat(restored.line(true)).contains("weights: moving averages");
      Map<String, float[]> found = session.modelValues();
      assertThat(found).hasSize(8);
      found.forEach(
          (name, is) ->
              assertThat(is)
                  .as(name)
                  .isEqualTo(values.get(name.contains("moving") ? name : name + AVERAGE)));
      checkpoint.restoreModel(session);
      assertThat(session.modelValues().get("conv1/weights"))
          .isEqualTo(values.get("conv1/weights"))
          .isNotEqualTo(values.get("conv1/weights" + AVERAGE));
    }
  }

  @Test
  void withoutAveragesTheVariablesAreThemselves() throws IOException {
    Map<String, float[]> values = new HashMap<>();
    Checkpoint checkpoint = trained(new TowerRun.Setup(), values);
    try (ModelSession session = evaluation(Tiny.withBatchNorm())) {
      RestoredWeights restored = checkpoint.restoreAveraged(session);
      TowerRun.assertEqual(session.modelValues(), values);
      assertThat(restored.kind()).isEqualTo("not averaged");
      assertThat(restored.line(false)).isEmpty();
      assertThat(restored.line(true))
          .contains(
              "weights: not averaged, though the run averages them: this checkpoint has no"
                  + " averages");
    }
    try (ModelSession other = evaluation(Tiny.convnet())) {
      assertThatThrownBy(() -> checkpoint.restoreAveraged(other))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "checkpoint %s: has no variable 'local3/weights': it is of another model or optimizer",
              checkpoint);
    }
  }

  /** As Python's {@code ema.variables_to_restore()} takes them. */
  @Test
  void someAveragesStandForSomeVariables() throws IOException {
    Map<String, float[]> values = new HashMap<>();
    Checkpoint checkpoint =
        trained(new TowerRun.Setup().average(new WeightAverage(0.9, true)), values);
    try (ModelSession session = evaluation(Tiny.withBatchNorm())) {
      checkpoint.restoreAveraged(session);
      Map<String, float[]> averaged = session.modelValues();
      values.keySet().removeIf(name -> name.endsWith(AVERAGE) && !name.startsWith("logits"));
      Checkpoint partly = write(values, session);
      RestoredWeights restored = partly.restoreAveraged(session);
      assertThat(restored.kind()).isEqualTo("partly averaged");
      assertThat(restored.line(true)).contains("weights: moving averages of 2 of the 6 variables");
      session
          .modelValues()
          .forEach(
              (name, is) ->
                  assertThat(is)
                      .as(name)
                      .isEqualTo((name.startsWith("logits") ? averaged : values).get(name)));
    }
  }

  private Checkpoint write(Map<String, float[]> values, ModelSession shapes) {
    Path prefix = folder.resolve("partly");
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<String> names = List.copyOf(values.keySet());
      List<Operand<?>> tensors = new ArrayList<>();
      for (String name : names) {
        String variable = name.replace(AVERAGE, "");
        tensors.add(
            tf.reshape(
                tf.constant(values.get(name)),
                tf.constant(shapes.session().graph().operation(variable).output(0).shape())));
      }
      Operand<TString> slices = tf.fill(tf.array(names.size()), tf.constant(""));
      var save =
          tf.train.save(
              tf.constant(prefix.toString()),
              tf.array(names.toArray(String[]::new)),
              slices,
              tensors);
      try (Session session = new Session(graph)) {
        session.runner().addTarget(save).run().close();
      }
    }
    return new Checkpoint(prefix);
  }
}
