package io.github.multigpumnist.study;

import io.github.multigpumnist.space.SpaceFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of a search's study; the names never change. */
final class StudyAttributes {
  /** {@code genetic} or {@code brute}. */
  static final String KIND = "multigpu_mnist:kind";

  /** {@link StudySettings#written}. */
  static final String SETTINGS = "multigpu_mnist:settings";

  /** The space, as in its file. */
  static final String SPACE = "multigpu_mnist:space";

  /** How far the search goes, {@code {"generations": 10}}, {@code {"limit": 40}}. */
  static final String EXTENT = "multigpu_mnist:extent";

  /** How many of the best networks are tested at the end. */
  static final String TOP = "multigpu_mnist:top";

  /** Test accuracies of the best networks by fingerprint. */
  static final String TEST = "multigpu_mnist:test";

  private StudyAttributes() {}

  /** Those of a new study. */
  static Map<String, Object> of(StudySettings settings, int top) throws StoreException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(KIND, settings.method().written());
    attributes.put(SETTINGS, settings.written());
    attributes.put(SPACE, Json.read(SpaceFile.format(settings.space()), SPACE));
    attributes.put(EXTENT, settings.extent());
    attributes.put(TOP, top); // with the study: a waiting worker reads it
    return attributes;
  }

  static Map<String, Double> tested(Map<String, Object> attributes) {
    Map<String, Double> tested = new LinkedHashMap<>();
    if (attributes.get(TEST) instanceof Map<?, ?> stored) {
      stored.forEach(
          (fingerprint, accuracy) -> {
            if (accuracy instanceof Number number) {
              tested.put(fingerprint.toString(), number.doubleValue());
            }
          });
    }
    return tested;
  }
}
