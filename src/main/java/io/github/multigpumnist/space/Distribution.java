package io.github.multigpumnist.space;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a gene may be, from the space file to Optuna's tables. As JSON, in a space file, a list of
 * values, or {@code {"low": 1, "high": 4, "step": 1}}, or {@code {"low": 1e-4, "high": 0.1, "log":
 * true}}.
 */
public sealed interface Distribution {
  /** The {@link #size} of what has every number of a range. */
  long UNCOUNTED = Long.MAX_VALUE;

  /**
   * How many values there are.
   *
   * @return 1 or more, or {@link #UNCOUNTED}
   */
  long size();

  /**
   * One of them, where they are counted.
   *
   * @param index from 0 to {@code size() - 1}
   * @return an {@code Integer}, {@code Double} or {@code String}
   */
  Object at(long index);

  /**
   * Any of them, each as probable as another; with {@code log}, their logarithms.
   *
   * @param random drawn from once
   * @return as {@link #at}
   */
  Object draw(Random random);

  /**
   * Listed one by one.
   *
   * @param choices integers, doubles and texts, no two alike, at least one
   */
  record Categorical(@JsonValue List<Object> choices) implements Distribution {
    /** Checks that there are values and that none stands twice. */
    public Categorical {
      if (choices.isEmpty()) {
        throw new IllegalArgumentException("the list is empty, expected at least one value");
      }
      Set<String> seen = new HashSet<>();
      for (Object value : choices) {
        if (!seen.add(CanonicalText.of(value))) {
          throw new IllegalArgumentException(
              "value " + CanonicalText.of(value) + " stands twice, expected each value once");
        }
      }
      choices = List.copyOf(choices);
    }

    @Override
    public long size() {
      return choices.size();
    }

    @Override
    public Object at(long index) {
      return choices.get((int) index);
    }

    @Override
    public Object draw(Random random) {
      return choices.get(random.nextInt(choices.size()));
    }
  }

  /**
   * Whole numbers at equal distances.
   *
   * @param low the first
   * @param high the last; a whole number of steps above {@code low}
   * @param step distance of two neighbours, 1 or more
   * @param log whether small ones are drawn as often as great ones, by their order of magnitude;
   *     then {@code low} and {@code step} are 1 or more and 1
   */
  record IntRange(
      int low, int high, int step, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean log)
      implements Distribution {
    /** Checks the order and the distance. */
    public IntRange {
      if (step < 1) {
        throw new IllegalArgumentException("step is " + step + ", expected 1 or more");
      }
      if (high < low) {
        throw new IllegalArgumentException(
            "high is " + high + ", expected low (" + low + ") or more");
      }
      if (((long) high - low) % step != 0 || ((long) high - low) / step >= Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "high is " + high + ", expected low (" + low + ") and a multiple of step " + step);
      }
      if (log && low < 1) {
        throw new IllegalArgumentException("low is " + low + ", expected 1 or more with log");
      }
      if (log && step > 1) {
        throw new IllegalArgumentException("step is " + step + ", expected 1 with log");
      }
    }

    /**
     * A range that is drawn from evenly.
     *
     * @param low as above
     * @param high as above
     * @param step as above
     */
    public IntRange(int low, int high, int step) {
      this(low, high, step, false);
    }

    @Override
    public long size() {
      return ((long) high - low) / step + 1;
    }

    @Override
    public Object at(long index) {
      return (int) (low + index * step);
    }

    /** With log as Optuna draws: each number has the width that rounds to it. */
    @Override
    public Object draw(Random random) {
      if (!log) {
        return at(random.nextInt((int) size()));
      }
      double drawn = exponential(low - 0.5, high + 0.5, random.nextDouble());
      return (int) Math.max(low, Math.min(high, Math.round(drawn)));
    }
  }

  /**
   * Every number of a range, to four digits.
   *
   * @param low the least
   * @param high the greatest, above {@code low}
   * @param log whether small ones are drawn as often as great ones, by their order of magnitude;
   *     then {@code low} is above 0
   */
  record FloatRange(
      double low, double high, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean log)
      implements Distribution {
    private static final MathContext DIGITS = new MathContext(4);

    /** Checks the order. */
    public FloatRange {
      if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
        throw new IllegalArgumentException(
            "high is " + high + ", expected a number above low (" + low + ")");
      }
      if (log && low <= 0) {
        throw new IllegalArgumentException(
            "low is " + low + ", expected a number above 0 with log");
      }
    }

    @Override
    public long size() {
      return UNCOUNTED;
    }

    @Override
    public Object at(long index) {
      throw new IllegalStateException("numbers from " + low + " to " + high + " are not counted");
    }

    @Override
    public Object draw(Random random) {
      double share = random.nextDouble();
      double drawn = log ? exponential(low, high, share) : low + share * (high - low);
      double rounded = new BigDecimal(drawn).round(DIGITS).doubleValue();
      return Math.max(low, Math.min(high, rounded));
    }
  }

  private static double exponential(double low, double high, double share) {
    return Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)));
  }
}
