package io.github.multigpumnist.study;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A study that a search works on, created or found.
 *
 * @param study stays its store's
 * @param settings what it was begun with, and how far it is to go now
 * @param top how many networks are tested at the end
 * @param isNew whether it was created just now
 */
public record StudyOpening(Study study, StudySettings settings, int top, boolean isNew) {
  /** How many networks are tested unless something else is asked for. */
  public static final int USUAL_TOP = 5;

  /**
   * Creates a study, or goes on with the one of that name.
   *
   * @param store where it is
   * @param name the study's
   * @param wanted its settings
   * @param top how many networks are tested at the end, 0 or more
   * @param notAskedFor those settings, by their names in the study, that are the study's own when
   *     it is there
   * @return the study
   * @throws IOException when the store fails
   * @throws IllegalArgumentException when the study was begun otherwise, naming the first
   *     difference
   */
  public static StudyOpening open(
      TrialStore store, String name, StudySettings wanted, int top, Set<String> notAskedFor)
      throws IOException {
    boolean isNew = store.study(name).isEmpty();
    Study study = store.create(name, StudyAttributes.of(wanted, top)); // or finds another's
    Map<String, Object> attributes = study.attributes();
    StudySettings there = StudySettings.of(name, attributes);
    StudySettings here = wanted.adopting(there, notAskedFor);
    Optional<String> difference = here.difference(there);
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "study '" + name + "' was begun otherwise: " + difference.get());
    }
    set(study, attributes, StudyAttributes.EXTENT, here.extent());
    set(study, attributes, StudyAttributes.TOP, top);
    return new StudyOpening(study, here, top, isNew);
  }

  private static void set(Study study, Map<String, Object> attributes, String key, Object value)
      throws IOException {
    if (!value.equals(attributes.get(key))) {
      study.setAttribute(key, value);
    }
  }

  /**
   * Joins a study with the settings that it was begun with.
   *
   * @param store where it is
   * @param name the study's
   * @return empty when there is none yet
   * @throws IOException when the store fails, or the study was not begun by this program
   */
  public static Optional<StudyOpening> join(TrialStore store, String name) throws IOException {
    Optional<Study> study = store.study(name);
    if (study.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> attributes = study.get().attributes();
    int top = attributes.get(StudyAttributes.TOP) instanceof Integer stored ? stored : USUAL_TOP;
    StudySettings settings = StudySettings.of(name, attributes);
    return Optional.of(new StudyOpening(study.get(), settings, top, false));
  }
}
