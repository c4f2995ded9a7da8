package io.github.multigpumnist.format;

import java.util.Locale;

/**
 * The process's way to write numbers. Java's default is the user's locale, and some have digits of
 * their own; libraries that format without a locale then give names that nobody knows, as
 * TensorFlow for Java does for the operations of a graph.
 */
public final class PlainNumbers {
  private PlainNumbers() {}

  /** Has numbers formatted with ASCII digits in this process from now on, whatever its locale. */
  public static void set() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }
}
