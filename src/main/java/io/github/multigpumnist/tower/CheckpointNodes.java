package io.github.multigpumnist.tower;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.MergeV2Checkpoints;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * Operations that save and restore variables in TensorFlow's V2 checkpoint format, sharded as
 * TensorFlow 1's {@code Saver(sharded=True)} does it: each device's variables into a part, the
 * parts merged.
 */
final class CheckpointNodes {
  private static final String RUN_STATE_KEY = "multigpu_mnist/run_state";

  private final Ops tf;
  private final Variables variables;
  private final Operand<TString> prefix;

  /**
   * @param tf a scope on the device of what there is one of
   */
  CheckpointNodes(Ops tf, Variables variables) {
    this.tf = tf;
    this.variables = variables;
    this.prefix = string("prefix");
  }

  private Operand<TString> string(String name) {
    return tf.withName(name).placeholder(TString.class, Placeholder.shape(Shape.scalar()));
  }

  void addSave() {
    Operand<TString> runState = string("run_state");
    List<String> names = new ArrayList<>(variables.saved().keySet());
    List<Operand<?>> values = new ArrayList<>(variables.saved().values());
    names.add(RUN_STATE_KEY);
    values.add(runState);
    Operand<TString> part =
        tf.strings.join(List.of(prefix, tf.constant("_temp/part-00000-of-00001")));
    Op written = tf.train.save(part, strings(names), slices(names.size()), values);
    tf.withControlDependencies(List.of(written))
        .withName("save")
        .train
        .mergeV2Checkpoints(
            tf.expandDims(part, tf.constant(0)), prefix, MergeV2Checkpoints.deleteOldDirs(true));
    tf.withName("restored_run_state")
        .identity(
            tf.train
                .restore(prefix, strings(List.of(RUN_STATE_KEY)), slices(1), List.of(TString.class))
                .tensors()
                .get(0)
                .expect(TString.class));
  }

  /**
   * Restores some variables when the operation of this name runs: from the keys of their names,
   * unless others are fed.
   */
  void addRestore(String name, List<String> names) {
    List<Class<? extends TType>> types = new ArrayList<>();
    names.forEach(n -> types.add(variables.saved().get(n).type()));
    Operand<TString> keys =
        tf.withName(name + "_keys").placeholderWithDefault(strings(names), Shape.of(names.size()));
    Restore restored =
        tf.withName(name + "_values").train.restore(prefix, keys, slices(names.size()), types);
    List<Op> assigned = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      assigned.add(
          assign(
              variables.on(tf, names.get(i)),
              variables.saved().get(names.get(i)),
              restored.tensors().get(i)));
    }
    tf.withControlDependencies(assigned).withName(name).noOp();
  }

  private static <T extends TType> Op assign(Ops tf, Operand<T> variable, Operand<?> value) {
    return tf.assign(variable, value.asOutput().expect(variable.type()));
  }

  private Operand<TString> strings(Collection<String> values) {
    return tf.array(values.toArray(String[]::new));
  }

  /** Whole tensors: no slices. */
  private Operand<TString> slices(int count) {
    return tf.fill(tf.array(count), tf.constant(""));
  }
}
