package io.github.multigpumnist.optimizer;

import java.util.List;

/**
 * The settings that Keras 2.0 of 2017 gives an optimizer that is asked for by name; those of later
 * versions differ.
 *
 * @param name as in Keras and in model files
 * @param spec the update rule
 * @param rate the learning rate, constant
 */
public record OptimizerDefaults(String name, OptimizerSpec spec, double rate) {
  private static final double EPSILON = 1e-8;

  private static final List<OptimizerDefaults> ALL =
      List.of(
          new OptimizerDefaults("sgd", new GradientDescent(), 0.01),
          new OptimizerDefaults("rmsprop", new RmsProp(0.9, EPSILON), 0.001),
          new OptimizerDefaults("adagrad", new Adagrad(EPSILON), 0.01),
          new OptimizerDefaults("adadelta", new Adadelta(0.95, EPSILON), 1),
          new OptimizerDefaults("adam", new Adam(0.9, 0.999, EPSILON), 0.001),
          new OptimizerDefaults("adamax", new Adamax(0.9, 0.999, EPSILON), 0.002),
          new OptimizerDefaults("nadam", new Nadam(0.9, 0.999, EPSILON, 0.004), 0.002));

  /**
   * The optimizers that have defaults.
   *
   * @return their names
   */
  public static List<String> names() {
    return ALL.stream().map(OptimizerDefaults::name).toList();
  }

  /**
   * Finds an optimizer.
   *
   * @param name one of {@link #names()}
   * @return the rule and its rate
   * @throws IllegalArgumentException listing the names there are
   */
  public static OptimizerDefaults byName(String name) {
    return ALL.stream()
        .filter(defaults -> defaults.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "optimizer is " + name + ", expected one of " + String.join(", ", names())));
  }
}
