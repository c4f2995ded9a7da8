package io.github.multigpumnist.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** One variable and its rule in a graph. */
final class RuleRun implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Variable<TFloat32> variable;
  private final Placeholder<TFloat32> gradient;
  private final Placeholder<TFloat32> rate;
  private final List<Op> done;

  RuleRun(OptimizerSpec rule, float[] initial) {
    Shape shape = Shape.of(initial.length);
    Ops tf = Ops.create(graph);
    List<Op> first = new ArrayList<>();
    variable = tf.variable(shape, TFloat32.class);
    first.add(tf.assign(variable, tf.constant(initial)));
    gradient = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    List<Operand<TFloat32>> slots = new ArrayList<>();
    rule.slots().forEach(s -> slots.add(state(tf, shape, s, first)));
    List<Operand<TFloat32>> scalars = new ArrayList<>();
    rule.accumulators().forEach(s -> scalars.add(state(tf, Shape.scalar(), s, first)));
    List<Operand<TFloat32>> stepScalars = new ArrayList<>();
    rule.scheduled().forEach(s -> stepScalars.add(tf.constant(s.initial())));
    stepScalars.addAll(rule.stepScalars(tf, scalars, rate));
    Op update =
        rule.update(new UpdateContext(tf, variable, slots, scalars, gradient, rate, stepScalars));
    done =
        new ArrayList<>(
            rule.updateAccumulators(tf.withControlDependencies(List.of(update)), scalars));
    done.add(update);
    session = new Session(graph);
    Session.Runner runner = session.runner();
    first.forEach(runner::addTarget);
    runner.run().close();
  }

  private static Operand<TFloat32> state(
      Ops tf, Shape shape, OptimizerSpec.State state, List<Op> first) {
    Variable<TFloat32> own = tf.variable(shape, TFloat32.class);
    first.add(tf.assign(own, tf.fill(tf.constant(shape), tf.constant(state.initial()))));
    return own;
  }

  float[] step(double[] g, double r) {
    float[] single = new float[g.length];
    for (int i = 0; i < g.length; i++) {
      single[i] = (float) g[i];
    }
    try (TFloat32 fed = TFloat32.vectorOf(single);
        TFloat32 fedRate = TFloat32.scalarOf((float) r)) {
      Session.Runner runner = session.runner().feed(gradient, fed).feed(rate, fedRate);
      done.forEach(runner::addTarget);
      runner.run().close();
    }
    try (Result result = session.runner().fetch(variable).run()) {
      float[] w = new float[g.length];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(w);
      return w;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
