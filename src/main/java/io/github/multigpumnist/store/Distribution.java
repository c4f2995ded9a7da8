package io.github.multigpumnist.store;

import java.util.List;

/** What a parameter may be, as Optuna writes it. It must not change within a study. */
public sealed interface Distribution {
  /**
   * One of several values.
   *
   * @param choices texts, numbers or booleans, each once, in an order that stays
   */
  record Categorical(List<Object> choices) implements Distribution {
    /** Checks the choices and makes 64 and 64L the same. */
    public Categorical {
      choices = choices.stream().map(Param::normal).toList();
      if (choices.isEmpty() || choices.stream().distinct().count() < choices.size()) {
        throw new IllegalArgumentException(
            "choices are " + choices + ", expected at least one, none of them twice");
      }
    }
  }

  /**
   * An integer in a range.
   *
   * @param low the smallest
   * @param high the largest, reached by whole steps from the smallest
   * @param step at least 1
   */
  record IntRange(long low, long high, long step) implements Distribution {
    /** Checks the range. */
    public IntRange {
      if (step < 1 || high < low || (high - low) % step != 0) {
        throw new IllegalArgumentException(
            "range is %d to %d by %d, expected low <= high, whole steps of at least 1"
                .formatted(low, high, step));
      }
    }
  }

  /**
   * Any other of Optuna's, which is read but never written here: floats, logarithmic ranges, and
   * what Optuna takes though it is not as it should be, such as a choice that stands twice or a
   * range that has not the parameter's value.
   *
   * @param json Optuna's text
   */
  record Other(String json) implements Distribution {}
}
