package io.github.multigpumnist.report;

/** The attributes that a search writes into its study. */
final class StudyKeys {
  static final String KIND = "multigpu_mnist:kind";
  static final String SETTINGS = "multigpu_mnist:settings";
  static final String EXTENT = "multigpu_mnist:extent";
  static final String SPACE = "multigpu_mnist:space";
  static final String TEST = "multigpu_mnist:test";

  private StudyKeys() {}
}
