package io.github.multigpumnist.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured, and how often.
 *
 * @param combinations in the order in which they are shown
 * @param repeat measurements of each, 1 or more
 * @param flags what every run is given, by the names of {@code train}'s flags; the combination's
 *     own flags and the run's folder are added
 * @param settings everything else that decides the figures, by name: a measurement is taken over
 *     only when all agree
 * @param contents what is in every model, by its name, for the same purpose
 */
public record ComparisonPlan(
    List<Combination> combinations,
    int repeat,
    Map<String, String> flags,
    Map<String, String> settings,
    Map<String, String> contents) {

  private static final String DATA_DIR = "data-dir";

  /** Copies the collections and checks ranges. */
  public ComparisonPlan {
    combinations = List.copyOf(combinations);
    flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags)); // in their order
    settings = Map.copyOf(settings);
    contents = Map.copyOf(contents);
    if (repeat < 1) {
      throw new IllegalArgumentException("repeat is " + repeat + ", expected 1 or more");
    }
    if (combinations.isEmpty()) {
      throw new IllegalArgumentException("no combination to compare, expected at least one");
    }
  }

  /**
   * One run of the plan.
   *
   * @param combination what is run
   * @param repeat from 1
   */
  record Turn(Combination combination, int repeat) {

    /** For files, such as {@code convnet-float32-batching-2-r1}. */
    String name() {
      return String.format(
              Locale.ROOT,
              "%s-%s-%s-%d-r%d",
              Path.of(combination.model()).getFileName(),
              combination.precisionName(),
              combination.inputName(),
              combination.towers(),
              repeat)
          .replaceAll("[^A-Za-z0-9._-]+", "_");
    }

    @Override
    public String toString() {
      return combination + " (repeat " + repeat + ")";
    }
  }

  /**
   * All runs: every combination once, then every one again, each round beginning elsewhere, so that
   * what changes on the machine with time does not fall on the same ones.
   */
  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    int count = combinations.size();
    for (int round = 0; round < repeat; round++) {
      int first = round * count / repeat;
      for (int i = 0; i < count; i++) {
        turns.add(new Turn(combinations.get((first + i) % count), round + 1));
      }
    }
    return turns;
  }

  /** Everything that decides a combination's figures, by name. */
  Map<String, String> identity(Combination combination) {
    Map<String, String> identity = new TreeMap<>(settings);
    flags.forEach((name, value) -> identity.put("--" + name, value));
    identity.remove("--" + DATA_DIR); // the data set's checksum says more
    identity.put("model", combination.model());
    identity.put("model content", contents.getOrDefault(combination.model(), ""));
    identity.put("precision", combination.precisionName());
    identity.put("input", combination.inputName());
    identity.put("towers", Integer.toString(combination.towers()));
    return identity;
  }
}
