package io.github.multigpumnist.space;

import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What a gene of a multi-layer perceptron may be called, and which values it may have. */
enum MlpGene {
  /** Units of every hidden layer. */
  NB_NEURONS(true, "a whole number from 1 to 65536", whole(1, 65536)),
  /** Hidden layers. */
  NB_LAYERS(true, "a whole number from 1 to 100", whole(1, 100)),
  /** Of every hidden layer. */
  ACTIVATION(true, "one of " + activations(), activations()::contains),
  /** With its settings of 2017. */
  OPTIMIZER(true, "one of " + OptimizerDefaults.names(), OptimizerDefaults.names()::contains),
  /** Share of units dropped after every hidden layer. */
  DROPOUT(false, "a number from 0 to below 1", v -> number(v) >= 0 && number(v) < 1),
  /** Examples of a step. */
  BATCH_SIZE(false, "a whole number from 1 to 1000000", whole(1, 1_000_000)),
  /** Constant rate instead of the optimizer's own. */
  LEARNING_RATE(
      false, "a number above 0", v -> number(v) > 0 && number(v) < Double.POSITIVE_INFINITY);

  private final boolean required;
  private final String expected;
  private final Predicate<Object> accepts;

  MlpGene(boolean required, String expected, Predicate<Object> accepts) {
    this.required = required;
    this.expected = expected;
    this.accepts = accepts;
  }

  /** The name in space files and studies. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isRequired() {
    return required;
  }

  static Optional<MlpGene> byKey(String key) {
    return Arrays.stream(values()).filter(g -> g.key().equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(MlpGene::key).toList();
  }

  /** Throws when a value is none of this gene's. */
  void check(Object value) {
    if (!accepts.test(value)) {
      String shown = value instanceof String text ? "'" + text + "'" : CanonicalText.of(value);
      throw new IllegalArgumentException("value is " + shown + ", expected " + expected);
    }
  }

  private static List<String> activations() {
    return Arrays.stream(Activation.values()).map(a -> a.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static Predicate<Object> whole(int least, int most) {
    return v -> v instanceof Integer n && n >= least && n <= most;
  }

  /** NaN, which no comparison holds for, when it is no number. */
  private static double number(Object value) {
    return value instanceof Number n ? n.doubleValue() : Double.NaN;
  }
}
