package io.github.multigpumnist.optimizer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.OptionalDouble;

/**
 * The learning rate over training. Schedules count examples, not steps: the number of towers and
 * the batch size do not change them. In model files {@code type} names the kind; files without one
 * mean an {@link ExponentialDecay}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExponentialDecay.class, name = "exponential"),
  @JsonSubTypes.Type(value = LinearDecay.class, name = "linear"),
  @JsonSubTypes.Type(value = CosineDecay.class, name = "cosine"),
  @JsonSubTypes.Type(value = OneCycle.class, name = "one_cycle")
})
public sealed interface LearningRateSchedule
    permits ExponentialDecay, LinearDecay, CosineDecay, OneCycle {

  /**
   * A constant rate.
   *
   * @param rate the rate, above 0
   * @return a schedule that never changes it
   */
  static LearningRateSchedule constant(double rate) {
    return new ExponentialDecay(rate, 1, 1, true);
  }

  /**
   * The rate at a point of training.
   *
   * @param position how far the run has come
   * @return the rate of the next step
   */
  double at(RunPosition position);

  /**
   * The momentum at a point of training, where the schedule changes it too.
   *
   * @param position how far the run has come
   * @return the momentum of the next step; empty: that of the optimizer
   */
  default OptionalDouble momentumAt(RunPosition position) {
    return OptionalDouble.empty();
  }

  /**
   * Whether the schedule changes the momentum.
   *
   * @return true when {@link #momentumAt} gives one
   */
  default boolean changesMomentum() {
    return false;
  }

  /**
   * Whether the rate depends on the run's length: such a run can only be resumed with the length
   * that it was begun with.
   *
   * @return true when {@link RunPosition#examplesInRun} matters
   */
  boolean spansRun();

  /**
   * The same course at another height.
   *
   * @param rate the rate that the schedule begins with, after a warm-up; of {@link OneCycle} the
   *     highest one; above 0
   * @return a schedule like this one
   */
  LearningRateSchedule startingAt(double rate);

  /**
   * The schedule in words, such as {@code rate 0.1, cosine to 0.0}.
   *
   * @return one line for people
   */
  String describe();
}
