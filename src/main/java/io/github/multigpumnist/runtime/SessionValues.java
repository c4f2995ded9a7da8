package io.github.multigpumnist.runtime;

import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.tower.NodeNames;
import io.github.multigpumnist.tower.TowerGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Copies a session's variables out and in, without files. */
final class SessionValues {
  private final TowerGraph towers;
  private final SessionRuns runs;

  SessionValues(TowerGraph towers, SessionRuns runs) {
    this.towers = towers;
    this.runs = runs;
  }

  Map<String, float[]> model() {
    return values(towers.modelVariables());
  }

  Map<String, float[]> evaluated() {
    Map<String, float[]> values = model();
    for (String name : towers.trainedVariables()) {
      float[] average = values.remove(NodeNames.average(name));
      if (average != null) {
        values.put(name, average);
      }
    }
    return values;
  }

  Map<String, float[]> optimizer() {
    return values(towers.optimizerVariables());
  }

  /** Everything that a training step changes. */
  TrainingState training() {
    return new TrainingState(model(), optimizer(), globalStep());
  }

  long globalStep() {
    try (Result result = runs.runner().fetch(NodeNames.GLOBAL_STEP).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  private Map<String, float[]> values(List<String> names) {
    Map<String, float[]> values = new LinkedHashMap<>();
    if (names.isEmpty()) {
      return values;
    }
    Session.Runner runner = runs.runner();
    names.forEach(name -> runner.fetch(runs.output(name)));
    try (Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), floats((TFloat32) result.get(i)));
      }
    }
    return values;
  }

  static float[] floats(TFloat32 tensor) {
    float[] copy = new float[(int) tensor.size()];
    tensor.asRawTensor().data().asFloats().read(copy);
    return copy;
  }

  void assignModel(Map<String, float[]> values) {
    try (Feeds feeds = new Feeds()) {
      put(feeds, NodeNames.RESTORED_MODEL, towers.modelVariables(), values);
      runs.run(NodeNames.RESTORE_MODEL, feeds);
    }
  }

  void assignTraining(Map<String, float[]> optimizer, long globalStep) {
    List<String> names = towers.optimizerVariables();
    try (Feeds feeds = new Feeds()) {
      put(feeds, NodeNames.RESTORED_TRAINING, names, optimizer);
      feeds.put(NodeNames.RESTORED_TRAINING + ":" + names.size(), TInt64.scalarOf(globalStep));
      runs.run(NodeNames.RESTORE_TRAINING, feeds);
    }
  }

  /** In place of what a file has. */
  private void put(Feeds feeds, String restored, List<String> names, Map<String, float[]> values) {
    for (int i = 0; i < names.size(); i++) {
      Shape shape = runs.output(names.get(i)).shape();
      TFloat32 value = TFloat32.tensorOf(shape, DataBuffers.of(values.get(names.get(i))));
      feeds.put(restored + ":" + i, value);
    }
  }
}
