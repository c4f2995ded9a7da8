package io.github.multigpumnist.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.github.multigpumnist.store.Direction;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.TrialStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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

  private static final String METRIC = "accuracy";

  /**
   * Creates a study, or goes on with the one of that name.
   *
   * @param store where it is
   * @param name the study's
   * @param wanted its settings; their seed is that of a new study
   * @param top how many networks are tested at the end, 0 or more
   * @param seed what the study must have been begun with; empty: any
   * @return the study
   * @throws IOException when the store fails
   * @throws IllegalArgumentException when the study was begun otherwise, naming the first
   *     difference
   */
  public static StudyOpening open(
      TrialStore store, String name, StudySettings wanted, int top, OptionalLong seed)
      throws IOException {
    boolean isNew = store.study(name).isEmpty();
    Map<String, JsonNode> first = new LinkedHashMap<>(wanted.attributes());
    first.put(StudySettings.TOP, IntNode.valueOf(top)); // with the study: a waiting worker reads it
    Study study = store.create(name, first, Direction.MAXIMIZE, METRIC); // or finds another's
    Map<String, JsonNode> attributes = study.attributes();
    StudySettings there = StudySettings.of(name, attributes);
    StudySettings here = seed.isPresent() ? wanted : wanted.withSeed(there.strategy().seed());
    Optional<String> difference = here.difference(there);
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "study '" + name + "' was begun otherwise: " + difference.get());
    }
    set(study, attributes, StudySettings.EXTENT, here.extent());
    set(study, attributes, StudySettings.TOP, IntNode.valueOf(top));
    return new StudyOpening(study, here, top, isNew);
  }

  private static void set(Study study, Map<String, JsonNode> attributes, String key, JsonNode value)
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
    Map<String, JsonNode> attributes = study.get().attributes();
    JsonNode top = attributes.getOrDefault(StudySettings.TOP, IntNode.valueOf(USUAL_TOP));
    StudySettings settings = StudySettings.of(name, attributes);
    return Optional.of(new StudyOpening(study.get(), settings, top.intValue(), false));
  }
}
