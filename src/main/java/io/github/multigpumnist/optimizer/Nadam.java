package io.github.multigpumnist.optimizer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ApplyAdagradV2;
import org.tensorflow.types.TFloat32;

/**
 * Nadam, Adam with Nesterov's look-ahead, as Keras 2.0 computes it. The momentum of step t (from 1)
 * rises as μₜ = β₁ (1 − ½ · 0.96^(t · ψ)), ψ the schedule decay, and Pₜ = μ₁ · … · μₜ. Then m ← β₁m
 * + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − rate · m̄/(√(v/(1 − β₂ᵗ)) + ε) with m̄ = (1 − μₜ)g/(1
 * − Pₜ) + μₜ₊₁m/(1 − Pₜ₊₁).
 *
 * <p>Slots {@code Nadam} (m) and {@code Nadam_1} (v) of the variable's shape; scalars {@code
 * beta2_power} (β₂ᵗ of the coming step), {@code schedule_power} (0.96^(t · ψ) of the coming step)
 * and {@code momentum_product} (P of the steps done).
 *
 * <p>The update is two of TensorFlow's operations, each one pass over memory: {@code ApplyAdam}
 * without its own bias correction takes m, v and the part of w that goes with m; {@code
 * ApplyAdagradV2}, told to leave v alone, takes the part that goes with g.
 *
 * <p>Source: Dozat 2016, "Incorporating Nesterov momentum into Adam", and Sutskever et al. 2013 for
 * the schedule, in Keras 2.0's form.
 *
 * @param beta1 decay of the mean, usually 0.9
 * @param beta2 decay of the uncentred variance, usually 0.999
 * @param epsilon keeps the quotient finite, above 0
 * @param scheduleDecay ψ, how fast the momentum rises, 0 or more, usually 0.004
 */
public record Nadam(double beta1, double beta2, double epsilon, double scheduleDecay)
    implements OptimizerSpec {
  private static final double SCHEDULE_BASE = 0.96;

  /** Checks the ranges. */
  public Nadam {
    Checks.fraction("beta1", beta1);
    Checks.fraction("beta2", beta2);
    Checks.positive("epsilon", epsilon);
    Checks.notNegative("schedule_decay", scheduleDecay);
  }

  @Override
  public List<State> slots() {
    return List.of(new State("Nadam", 0), new State("Nadam_1", 0));
  }

  @Override
  public List<State> accumulators() {
    return List.of(
        new State("beta2_power", (float) beta2),
        new State("schedule_power", (float) scheduleFactor()),
        new State("momentum_product", 1));
  }

  private double scheduleFactor() {
    return Math.pow(SCHEDULE_BASE, scheduleDecay);
  }

  /** The rates of m and of g, and ε; each times √(1 − β₂ᵗ), since v is divided by 1 − β₂ᵗ. */
  @Override
  public List<Operand<TFloat32>> stepScalars(
      Ops tf, List<Operand<TFloat32>> accumulators, Operand<TFloat32> rate) {
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> schedule = accumulators.get(1);
    Operand<TFloat32> momentum = momentum(tf, schedule);
    Operand<TFloat32> next = momentum(tf, nextSchedule(tf, schedule));
    Operand<TFloat32> product = tf.math.mul(accumulators.get(2), momentum);
    Operand<TFloat32> nextProduct = tf.math.mul(product, next);
    Operand<TFloat32> root = tf.math.sqrt(tf.math.sub(one, accumulators.get(0)));
    Operand<TFloat32> scaled = tf.math.mul(rate, root);
    return List.of(
        tf.math.mul(scaled, tf.math.div(next, tf.math.sub(one, nextProduct))),
        tf.math.mul(scaled, tf.math.div(tf.math.sub(one, momentum), tf.math.sub(one, product))),
        tf.math.mul(tf.constant((float) epsilon), root));
  }

  /** μ of the step whose 0.96^(t · ψ) is given. */
  private Operand<TFloat32> momentum(Ops tf, Operand<TFloat32> schedule) {
    Operand<TFloat32> half = tf.math.mul(schedule, tf.constant(-0.5f));
    return tf.math.mul(tf.math.add(half, tf.constant(1f)), tf.constant((float) beta1));
  }

  private Operand<TFloat32> nextSchedule(Ops tf, Operand<TFloat32> schedule) {
    return tf.math.mul(schedule, tf.constant((float) scheduleFactor()));
  }

  @Override
  public Op update(UpdateContext c) {
    Operand<TFloat32> m = c.slots().get(0);
    Operand<TFloat32> v = c.slots().get(1);
    Operand<TFloat32> epsilonNow = c.stepScalars().get(2);
    Op byMean =
        c.tf()
            .train
            .applyAdam(
                c.variable(),
                m,
                v,
                c.scalar(0), // no bias correction: it is in the rate
                c.scalar(0),
                c.stepScalars().get(0),
                c.scalar(beta1),
                c.scalar(beta2),
                epsilonNow,
                c.gradient());
    return c.tf()
        .withControlDependencies(List.of(byMean))
        .train
        .applyAdagradV2(
            c.variable(),
            v,
            c.stepScalars().get(1),
            epsilonNow,
            c.gradient(),
            ApplyAdagradV2.updateSlots(false));
  }

  @Override
  public List<Op> updateAccumulators(Ops tf, List<Operand<TFloat32>> accumulators) {
    Operand<TFloat32> power2 = accumulators.get(0);
    Operand<TFloat32> schedule = accumulators.get(1);
    Operand<TFloat32> product = accumulators.get(2);
    Op productDone = tf.assign(product, tf.math.mul(product, momentum(tf, schedule)));
    return List.of(
        tf.assign(power2, tf.math.mul(power2, tf.constant((float) beta2))),
        productDone,
        // Only then: the product is of this step's momentum.
        tf.assign(
            schedule, nextSchedule(tf.withControlDependencies(List.of(productDone)), schedule)));
  }
}
