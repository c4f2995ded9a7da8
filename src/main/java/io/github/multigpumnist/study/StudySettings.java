package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.SpaceFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a study's scores depend on: all who work on it must agree in this. How far a search goes
 * (its generations or its limit) is not part of that.
 *
 * @param dataset the data set's name
 * @param validationSize first training images that networks are scored by
 * @param data fingerprint of the images
 * @param space the networks there are
 * @param seed of all random choices
 * @param trials how a network is trained
 * @param method how networks are chosen
 */
public record StudySettings(
    String dataset,
    int validationSize,
    String data,
    Space space,
    long seed,
    TrialSettings trials,
    Method method) {
  /** The setting that a new study draws when it is not asked for. */
  public static final String SEED = "seed";

  /** The setting that studies of version 0.1.0 have not: they {@link Duplicates#KEEP keep}. */
  public static final String DUPLICATES = "duplicates";

  private static final String KIND = "kind";
  private static final String DATASET = "dataset";

  /**
   * The settings by their names in the study: all but the space and how far the search goes.
   *
   * @return texts, numbers and Booleans, in the order of reading
   */
  public Map<String, Object> written() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(KIND, method.written());
    all.put(DATASET, dataset);
    all.put("validation_size", validationSize);
    all.put("data", data);
    all.put(SEED, seed);
    all.put("batch_size", trials.batchSize());
    all.put("max_epochs", trials.maxEpochs());
    all.put("patience", trials.patience());
    all.put("keep_last", trials.keepLast());
    all.put("precision", Written.of(trials.precision()));
    all.put("pruner", trials.pruning().written());
    if (method instanceof Method.Genetic genetic) {
      all.put("population", genetic.population());
      all.put("retain", genetic.retain());
      all.put("random_select", genetic.randomSelect());
      all.put("mutate_chance", genetic.mutateChance());
      all.put(DUPLICATES, genetic.duplicates().written());
    } else {
      all.put("shuffle", ((Method.Brute) method).shuffle());
    }
    return all;
  }

  /**
   * How far the search goes.
   *
   * @return {@code generations} or {@code limit}; empty without a limit
   */
  public Map<String, Object> extent() {
    if (method instanceof Method.Genetic genetic) {
      return Map.of("generations", genetic.generations());
    }
    OptionalInt limit = ((Method.Brute) method).limit();
    return limit.isPresent() ? Map.of("limit", limit.getAsInt()) : Map.of();
  }

  /**
   * Tells this program's studies from others.
   *
   * @param attributes a study's
   * @return as {@link Method#written}; empty when it is another program's
   */
  public static Optional<String> kind(Map<String, Object> attributes) {
    return Optional.ofNullable(attributes.get(StudyAttributes.KIND)).map(Object::toString);
  }

  /**
   * Reads what a study was begun with.
   *
   * @param study its name, for errors
   * @param attributes its attributes
   * @return the settings
   * @throws IOException when the study is none of this program's, or its settings are damaged
   */
  public static StudySettings of(String study, Map<String, Object> attributes) throws IOException {
    if (!attributes.containsKey(StudyAttributes.SETTINGS)
        || !attributes.containsKey(StudyAttributes.SPACE)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "study '%s' was not begun by multigpu-mnist: it has no %s",
              study,
              StudyAttributes.SETTINGS));
    }
    String space = Json.write(attributes.get(StudyAttributes.SPACE));
    Written settings = new Written(attributes.get(StudyAttributes.SETTINGS));
    try {
      return new StudySettings(
          settings.text(DATASET),
          settings.integer("validation_size"),
          settings.text("data"),
          SpaceFile.parse(space, "study '" + study + "', " + StudyAttributes.SPACE),
          settings.whole(SEED),
          trials(settings),
          method(settings, new Written(attributes.get(StudyAttributes.EXTENT))));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          String.format(
              Locale.ROOT, "study '%s', %s: %s", study, StudyAttributes.SETTINGS, e.getMessage()),
          e);
    }
  }

  private static TrialSettings trials(Written settings) {
    return new TrialSettings(
        settings.integer("batch_size"),
        settings.integer("max_epochs"),
        settings.integer("patience"),
        settings.flag("keep_last"),
        Written.precision(settings.text("precision")),
        Pruning.of(settings.text("pruner")));
  }

  private static Method method(Written settings, Written extent) {
    if (settings.text(KIND).equals(Method.Genetic.NAME)) {
      return new Method.Genetic(
          extent.integer("generations"),
          settings.integer("population"),
          settings.number("retain"),
          settings.number("random_select"),
          settings.number("mutate_chance"),
          settings.has(DUPLICATES) ? Duplicates.of(settings.text(DUPLICATES)) : Duplicates.KEEP);
    }
    return new Method.Brute(
        settings.flag("shuffle"),
        extent.has("limit") ? OptionalInt.of(extent.integer("limit")) : OptionalInt.empty());
  }

  /** These settings, those that were not asked for being the study's. */
  StudySettings adopting(StudySettings there, Set<String> notAskedFor) {
    Method own = method;
    if (notAskedFor.contains(DUPLICATES)
        && method instanceof Method.Genetic here
        && there.method instanceof Method.Genetic begun) {
      own =
          new Method.Genetic(
              here.generations(),
              here.population(),
              here.retain(),
              here.randomSelect(),
              here.mutateChance(),
              begun.duplicates());
    }
    long drawn = notAskedFor.contains(SEED) ? there.seed : seed;
    return new StudySettings(dataset, validationSize, data, space, drawn, trials, own);
  }

  /**
   * The first setting in which a study was begun otherwise.
   *
   * @param there the settings that the study was begun with
   * @return such as {@code population is 20 there, 10 here}; empty when all agree
   */
  public Optional<String> difference(StudySettings there) {
    Map<String, Object> mine = written();
    mine.remove(DATASET); // its files may lie elsewhere: the fingerprint tells
    Map<String, Object> theirs = there.written();
    for (Map.Entry<String, Object> setting : mine.entrySet()) {
      Object other = theirs.get(setting.getKey());
      if (!setting.getValue().equals(other)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s is %s there, %s here",
                setting.getKey(),
                other == null ? "missing" : other,
                setting.getValue()));
      }
    }
    if (space.genes().equals(there.space.genes())) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the space is %s there, %s here",
            SpaceFile.formatGenes(there.space),
            SpaceFile.formatGenes(space)));
  }
}
