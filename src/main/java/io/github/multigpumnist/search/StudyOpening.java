package io.github.multigpumnist.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.store.Direction;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.TrialStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A study that a search works on, created or found.
 *
 * @param study stays its store's
 * @param settings what it was begun with, and how far it is to go now
 * @param isNew whether it was created just now
 */
public record StudyOpening(Study study, StudySettings settings, boolean isNew) {
  private static final String METRIC = "accuracy";

  /**
   * Creates a study, or goes on with the one of that name.
   *
   * @param store where it is
   * @param name the study's
   * @param wanted its settings; their seed is that of a new study
   * @param seed what the study must have been begun with; empty: any
   * @return the study
   * @throws IOException when the store fails
   * @throws IllegalArgumentException when the study was begun otherwise, naming the first
   *     difference
   */
  public static StudyOpening open(
      TrialStore store, String name, StudySettings wanted, OptionalLong seed) throws IOException {
    boolean isNew = store.study(name).isEmpty();
    Study study =
        store.create(name, wanted.attributes(), Direction.MAXIMIZE, METRIC); // or finds another's
    Map<String, JsonNode> attributes = study.attributes();
    StudySettings there = StudySettings.of(name, attributes);
    StudySettings here = seed.isPresent() ? wanted : wanted.withSeed(there.strategy().seed());
    Optional<String> difference = here.difference(there);
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "study '" + name + "' was begun otherwise: " + difference.get());
    }
    if (!here.extent().equals(attributes.get(StudySettings.EXTENT))) {
      study.setAttribute(StudySettings.EXTENT, here.extent());
    }
    return new StudyOpening(study, here, isNew);
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
    StudySettings settings = StudySettings.of(name, study.get().attributes());
    return Optional.of(new StudyOpening(study.get(), settings, false));
  }
}
