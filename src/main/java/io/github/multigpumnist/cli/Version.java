package io.github.multigpumnist.cli;

import java.util.Objects;

/** The program's version, from the jar's manifest. */
final class Version {
  private Version() {}

  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  static String line() {
    return "multigpu-mnist " + number();
  }
}
