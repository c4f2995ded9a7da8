package io.github.multigpumnist.search;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values that a gene may have, in order. */
public sealed interface GeneValues {

  /**
   * How many there are.
   *
   * @return 1 or more
   */
  int size();

  /**
   * One of them.
   *
   * @param index from 0 to {@code size() - 1}
   * @return an {@code Integer}, {@code Double} or {@code String}
   */
  Object at(int index);

  /**
   * Listed one by one.
   *
   * @param values integers, doubles and texts, no two alike, at least one
   */
  record Categorical(List<Object> values) implements GeneValues {
    /** Checks that there are values and that none stands twice. */
    public Categorical {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("the list is empty, expected at least one value");
      }
      Set<String> seen = new HashSet<>();
      for (Object value : values) {
        if (!seen.add(CanonicalText.of(value))) {
          throw new IllegalArgumentException(
              "value " + CanonicalText.of(value) + " stands twice, expected each value once");
        }
      }
      values = List.copyOf(values);
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public Object at(int index) {
      return values.get(index);
    }
  }

  /**
   * Whole numbers at equal distances.
   *
   * @param low the first
   * @param high the last; a whole number of steps above {@code low}
   * @param step distance of two neighbours, 1 or more
   */
  record IntRange(int low, int high, int step) implements GeneValues {
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
    }

    @Override
    public int size() {
      return (int) (((long) high - low) / step) + 1;
    }

    @Override
    public Object at(int index) {
      return low + index * step;
    }
  }
}
