package io.github.multigpumnist.study;

import java.util.Arrays;
import java.util.List;

/** What gives bad trials up early. */
public enum Pruning {
  /** Nothing. */
  NONE("none"),
  /** The median of the complete trials. */
  MEDIAN("median"),
  /** Successive halving. */
  HALVING("halving");

  private final String written;

  Pruning(String written) {
    this.written = written;
  }

  /**
   * Its name in flags and studies.
   *
   * @return such as {@code median}
   */
  public String written() {
    return written;
  }

  /**
   * The names there are.
   *
   * @return as {@link #written}
   */
  public static List<String> names() {
    return Arrays.stream(values()).map(Pruning::written).toList();
  }

  /**
   * Finds one.
   *
   * @param name as {@link #written}
   * @return the one of that name
   */
  public static Pruning of(String name) {
    return Written.find("pruner", name, names(), values());
  }
}
