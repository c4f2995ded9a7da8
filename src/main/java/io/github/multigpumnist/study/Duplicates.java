package io.github.multigpumnist.study;

import java.util.Arrays;
import java.util.List;

/** What becomes of a child that is a network which the search has tried. */
public enum Duplicates {
  /** It is changed until it is new. */
  REPLACE("replace"),
  /** It stays, with the score that the network has: as the originals do. */
  KEEP("keep");

  private final String written;

  Duplicates(String written) {
    this.written = written;
  }

  /**
   * Its name in flags and studies.
   *
   * @return such as {@code keep}
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
    return Arrays.stream(values()).map(Duplicates::written).toList();
  }

  /**
   * Finds one.
   *
   * @param name as {@link #written}
   * @return the one of that name
   */
  public static Duplicates of(String name) {
    return Written.find("duplicates", name, names(), values());
  }
}
