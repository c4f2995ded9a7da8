package io.github.multigpumnist.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.model.Precision;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a study's scores depend on: all who work on it must agree in this. How far a search goes
 * (its generations or its limit) is not part of that.
 *
 * @param dataset the data set's name
 * @param validationSize first training images that networks are scored by
 * @param data fingerprint of the images, see {@link DataFingerprint}
 * @param trials how a network is trained
 * @param strategy space, seed and method
 */
public record StudySettings(
    String dataset,
    int validationSize,
    String data,
    TrialSettings trials,
    SearchStrategy strategy) {
  /** Study attribute: everything here but the space, as one JSON object. */
  public static final String SETTINGS = "multigpu_mnist:settings";

  /** Study attribute: the space, as in its file. */
  public static final String SPACE = "multigpu_mnist:space";

  /** Study attribute: {@code genetic} or {@code brute}. */
  public static final String KIND = "multigpu_mnist:kind";

  /**
   * Study attribute: how far the search goes, {@code {"generations": 10}}, {@code {"limit": 40}}.
   */
  public static final String EXTENT = "multigpu_mnist:extent";

  /** Study attribute: how many of the best networks are tested at the end. */
  public static final String TOP = "multigpu_mnist:top";

  /** Study attribute: test accuracies of the best networks by fingerprint. */
  public static final String TEST = "multigpu_mnist:test";

  private static final String DATASET = "dataset";
  private static final String GENERATIONS = "generations";
  private static final String LIMIT = "limit";

  /**
   * The method's name.
   *
   * @return {@code genetic} or {@code brute}
   */
  public String kind() {
    return strategy instanceof GeneticSearch ? "genetic" : "brute";
  }

  /**
   * The attributes of a new study.
   *
   * @return by name
   */
  public Map<String, JsonNode> attributes() {
    Map<String, JsonNode> attributes = new LinkedHashMap<>();
    attributes.put(KIND, JsonNodeFactory.instance.textNode(kind()));
    attributes.put(SETTINGS, settings());
    attributes.put(SPACE, SpaceFile.toJson(strategy.space()));
    attributes.put(EXTENT, extent());
    return attributes;
  }

  StudySettings withSeed(long seed) {
    return new StudySettings(dataset, validationSize, data, trials, strategy.withSeed(seed));
  }

  ObjectNode extent() {
    ObjectNode extent = JsonNodeFactory.instance.objectNode();
    if (strategy instanceof GeneticSearch genetic) {
      return extent.put(GENERATIONS, genetic.generations());
    }
    ((GridSearch) strategy).limit().ifPresent(limit -> extent.put(LIMIT, limit));
    return extent;
  }

  private ObjectNode settings() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", kind())
            .put(DATASET, dataset)
            .put("validation_size", validationSize)
            .put("data", data)
            .put("seed", strategy.seed())
            .put("batch_size", trials.batchSize())
            .put("max_epochs", trials.maxEpochs())
            .put("patience", trials.patience())
            .put("keep_last", trials.keepLast())
            .put("precision", trials.precision().name().toLowerCase(Locale.ROOT))
            .put("pruner", trials.pruner().name());
    if (strategy instanceof GeneticSearch genetic) {
      return json.put("population", genetic.population())
          .put("retain", genetic.retain())
          .put("random_select", genetic.randomSelect())
          .put("mutate_chance", genetic.mutateChance());
    }
    return json.put("shuffle", ((GridSearch) strategy).shuffle());
  }

  /**
   * Reads what a study was begun with.
   *
   * @param study its name, for errors
   * @param attributes its attributes
   * @return the settings
   * @throws IOException when the study is none of this program's, or its settings are damaged
   */
  public static StudySettings of(String study, Map<String, JsonNode> attributes)
      throws IOException {
    JsonNode json = attributes.get(SETTINGS);
    if (json == null || !attributes.containsKey(SPACE)) {
      throw new IOException(
          "study '" + study + "' was not begun by multigpu-mnist: it has no " + SETTINGS);
    }
    SearchSpace space =
        SpaceFile.parse(attributes.get(SPACE).toString(), "study '" + study + "', " + SPACE);
    try {
      TrialSettings trials =
          new TrialSettings(
              json.required("batch_size").intValue(),
              json.required("max_epochs").intValue(),
              json.required("patience").intValue(),
              json.required("keep_last").booleanValue(),
              Precision.valueOf(json.required("precision").asText().toUpperCase(Locale.ROOT)),
              Pruner.byName(json.required("pruner").asText()));
      return new StudySettings(
          json.required(DATASET).asText(),
          json.required("validation_size").intValue(),
          json.required("data").asText(),
          trials,
          strategy(json, space, attributes.get(EXTENT)));
    } catch (IllegalArgumentException e) {
      throw new IOException("study '" + study + "', " + SETTINGS + ": " + e.getMessage(), e);
    }
  }

  private static SearchStrategy strategy(JsonNode json, SearchSpace space, JsonNode extent) {
    long seed = json.required("seed").longValue();
    JsonNode limits = extent == null ? JsonNodeFactory.instance.objectNode() : extent;
    if (json.required("kind").asText().equals("genetic")) {
      return new GeneticSearch(
          space,
          limits.required(GENERATIONS).intValue(),
          json.required("population").intValue(),
          json.required("retain").doubleValue(),
          json.required("random_select").doubleValue(),
          json.required("mutate_chance").doubleValue(),
          seed);
    }
    OptionalInt limit =
        limits.has(LIMIT) ? OptionalInt.of(limits.get(LIMIT).intValue()) : OptionalInt.empty();
    return new GridSearch(space, json.required("shuffle").booleanValue(), limit, seed);
  }

  /**
   * The first setting in which a study was begun otherwise.
   *
   * @param there the settings that the study was begun with
   * @return such as {@code population is 20 there, 10 here}; empty when all agree
   */
  public Optional<String> difference(StudySettings there) {
    ObjectNode mine = settings();
    mine.remove(DATASET); // its files may lie elsewhere: the fingerprint tells
    ObjectNode theirs = there.settings();
    for (Iterator<String> names = mine.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!mine.get(name).equals(theirs.get(name))) {
        return Optional.of(
            name + " is " + shown(theirs.get(name)) + " there, " + shown(mine.get(name)) + " here");
      }
    }
    return spaceDifference(there.strategy.space());
  }

  private static String shown(JsonNode value) {
    return value == null ? "missing" : value.asText();
  }

  private Optional<String> spaceDifference(SearchSpace there) {
    SearchSpace here = strategy.space();
    if (here.genes().equals(there.genes())) {
      return Optional.empty();
    }
    return Optional.of(
        "the space is "
            + SpaceFile.toJson(there).get("genes")
            + " there, "
            + SpaceFile.toJson(here).get("genes")
            + " here");
  }
}
