package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Duplicates;
import io.github.multigpumnist.study.Pruning;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialSettings;
import io.github.multigpumnist.study.TrialState;
import io.github.multigpumnist.study.TrialStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole searches on few small pictures, in a SQLite file. */
class SearcherTest {
  private static final Splits DATA = SyntheticDigits.generate(1, 260, 60).split(60);
  private static final TrialSettings TRIALS =
      new TrialSettings(32, 3, 5, false, Precision.FLOAT32, Pruning.NONE);
  private static final GeneticSearch GENETIC =
      Searches.genetic(
          new Space(
              "small",
              "",
              List.of(
                  Gene.of("nb_neurons", 8, 12, 16),
                  new Gene("nb_layers", new Distribution.IntRange(1, 2, 1)),
                  Gene.of("activation", "relu", "tanh"),
                  Gene.of("optimizer", "adam", "rmsprop"))),
          3,
          5,
          Duplicates.REPLACE,
          11);

  @TempDir static Path reference;
  private static Map<String, Double> uninterrupted;
  private static SearchResult result;

  @TempDir Path folder;

  @BeforeAll
  static void searchOnce() throws Exception {
    try (TrialStore store = store(reference)) {
      result = search(store, GENETIC, 1, SearchEnvironment.silent());
      uninterrupted = scores(store);
    }
  }

  private static TrialStore store(Path folder) throws IOException {
    return TrialStore.open(Storage.parse("sqlite:///" + folder.resolve("s.db")));
  }

  private static StudySettings settings(TrialSettings trials, SearchStrategy strategy) {
    return new StudySettings(
        "digits",
        (int) DATA.validation().count(),
        DataFingerprint.of(DATA),
        strategy.space(),
        strategy instanceof GeneticSearch genetic ? genetic.seed() : 1,
        trials,
        strategy instanceof GeneticSearch genetic
            ? genetic.method()
            : ((GridSearch) strategy).method());
  }

  private static SearchResult search(
      TrialStore store, SearchStrategy strategy, int parallel, SearchEnvironment environment)
      throws Exception {
    return search(store, settings(TRIALS, strategy), parallel, environment);
  }

  private static SearchResult search(
      TrialStore store, StudySettings settings, int parallel, SearchEnvironment environment)
      throws Exception {
    StudyOpening opening = StudyOpening.open(store, "s", settings, 2, Set.of("seed"));
    List<Devices> devices = Collections.nCopies(parallel, Devices.cpu(1, 1));
    return new Searcher(opening, DATA, devices, environment).run();
  }

  private static Map<String, Double> scores(TrialStore store) throws IOException {
    return new TreeMap<>(Replay.scores(store.study("s").orElseThrow().trials()));
  }

  private static SearchEnvironment listening(List<String> said, List<String> logged) {
    return new SearchEnvironment(() -> false, said::add, logged::add, Progress.Reporter.SILENT);
  }

  @Test
  void resultIsRankedAndTested() {
    assertThat(result.interrupted()).isFalse();
    assertThat(result.generations()).extracting(Generation::number).containsExactly(1, 2, 3);
    assertThat(result.scored()).isEqualTo(uninterrupted.size()).isEqualTo(result.trained());
    assertThat(result.top()).hasSize(2);
    assertThat(result.top().get(0).validationAccuracy())
        .isEqualTo(Collections.max(uninterrupted.values()))
        .isGreaterThanOrEqualTo(result.top().get(1).validationAccuracy());
    assertThat(result.top()).allMatch(n -> n.testAccuracy().isPresent());
    assertThat(result.generations().get(2).best())
        .isGreaterThanOrEqualTo(result.generations().get(0).best());
  }

  @Test
  void everyChildIsANewNetwork() {
    assertThat(result.generations())
        .allMatch(g -> g.scores().size() == 5)
        .allMatch(g -> g.saved() == 0);
    assertThat(result.generations().get(0).trained()).isEqualTo(5);
    assertThat(result.generations()).allMatch(g -> g.trained() >= 1);
  }

  @Test
  void aSpaceThatIsTriedToItsEndIsTold() throws Exception {
    Space four =
        new Space(
            "four",
            "",
            List.of(
                Gene.of("nb_neurons", 4, 8),
                Gene.of("nb_layers", 1),
                Gene.of("activation", "relu"),
                Gene.of("optimizer", "adam", "sgd")));
    List<String> said = new ArrayList<>();
    try (TrialStore store = store(folder)) {
      GeneticSearch search = Searches.genetic(four, 9, 5, Duplicates.REPLACE, 1);
      SearchResult found = search(store, search, 1, listening(said, new ArrayList<>()));
      assertThat(found.scored()).isEqualTo(4);
      assertThat(found.generations()).hasSize(1);
    }
    assertThat(said.get(0)).startsWith("Generation 1 of 9: mean accuracy ");
    assertThat(said.get(1))
        .isEqualTo(
            "Every network of space 'four' is tried: the search is over after generation 1 of 9");
  }

  @Test
  void storeHasCurvesAndAttributes() throws Exception {
    try (TrialStore store =
        TrialStore.openExisting(Storage.parse("sqlite:///" + reference.resolve("s.db")))) {
      Study study = store.study("s").orElseThrow();
      assertThat(StudySettings.of("s", study.attributes())).isEqualTo(settings(TRIALS, GENETIC));
      for (Trial trial : study.trials()) {
        assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
        assertThat(trial.attributes())
            .containsKeys(
                "seed", "epochs", "best_epoch", "validation_loss", "seconds", "parameters");
        assertThat(trial.generation().orElseThrow()).isBetween(0, 2);
        assertThat(trial.systemAttributes().get("NSGAIISampler:generation"))
            .isEqualTo(trial.generation().orElseThrow());
        assertThat(trial.curve()).hasSize(trial.outcome().orElseThrow().epochs());
        assertThat(trial.curve().get(trial.outcome().orElseThrow().bestEpoch()))
            .isEqualTo(trial.value().orElseThrow());
        assertThat(trial.genome()).isPresent();
      }
    }
  }

  @Test
  void parallelTrialsComeToTheSameScores() throws Exception {
    try (TrialStore store = store(folder)) {
      SearchResult parallel = search(store, GENETIC, 3, SearchEnvironment.silent());
      assertThat(scores(store)).isEqualTo(uninterrupted);
      assertThat(parallel.top()).isEqualTo(result.top());
      assertThat(parallel.generations()).isEqualTo(result.generations());
    }
  }

  @Test
  void stoppedSearchGoesOnToTheSameScores() throws Exception {
    int runs = 0;
    int trained = 0;
    boolean interrupted = true;
    while (interrupted) { // each time after two more networks
      AtomicInteger done = new AtomicInteger();
      SearchEnvironment environment =
          new SearchEnvironment(
              () -> done.get() >= 2,
              line -> {},
              line -> done.incrementAndGet(),
              Progress.Reporter.SILENT);
      try (TrialStore store = store(folder)) {
        SearchResult part = search(store, GENETIC, 2, environment);
        interrupted = part.interrupted();
        trained += part.trained();
        assertThat(store.study("s").orElseThrow().trials())
            .extracting(Trial::state)
            .doesNotContain(TrialState.RUNNING);
        if (interrupted) {
          assertThat(part.top()).allMatch(n -> n.testAccuracy().isEmpty());
        }
      }
      runs++;
      assertThat(runs).isLessThan(20);
    }
    assertThat(runs).isGreaterThan(2);
    try (TrialStore store = store(folder)) {
      assertThat(scores(store)).isEqualTo(uninterrupted);
      assertThat(search(store, GENETIC, 1, SearchEnvironment.silent()).top())
          .isEqualTo(result.top());
    }
  }

  @Test
  void finishedStudyTrainsAndTestsNothing() throws Exception {
    List<String> said = new ArrayList<>();
    List<String> logged = new ArrayList<>();
    try (TrialStore store = store(folder)) {
      search(store, GENETIC, 2, SearchEnvironment.silent());
      SearchResult again = search(store, GENETIC, 2, listening(said, logged));
      assertThat(again.trained()).isZero();
      assertThat(again.top()).isEqualTo(result.top());
      assertThat(logged).isEmpty();
      assertThat(said).hasSize(3).allMatch(line -> line.startsWith("Generation "));
    }
  }

  @Test
  void moreGenerationsGoOnWhereTheStudyEnded() throws Exception {
    GeneticSearch two = Searches.genetic(GENETIC.space(), 2, 5, Duplicates.REPLACE, 11);
    try (TrialStore store = store(folder)) {
      search(store, two, 2, SearchEnvironment.silent());
      SearchResult three = search(store, GENETIC, 2, SearchEnvironment.silent());
      assertThat(scores(store)).isEqualTo(uninterrupted);
      assertThat(three.top()).isEqualTo(result.top());
    }
  }

  @Test
  void divergedNetworkFailsForGoodWithFitnessZero() throws Exception {
    Space space =
        new Space(
            "wild",
            "",
            List.of(
                Gene.of("nb_neurons", 8),
                Gene.of("nb_layers", 1),
                Gene.of("activation", "relu"),
                Gene.of("optimizer", "sgd"),
                Gene.of("learning_rate", 0.1, 1e30)));
    GridSearch grid = Searches.grid(space, false, OptionalInt.empty(), 1);
    List<String> logged = new ArrayList<>();
    try (TrialStore store = store(folder)) {
      SearchResult found = search(store, grid, 1, listening(new ArrayList<>(), logged));
      List<Trial> trials = store.study("s").orElseThrow().trials();
      assertThat(trials)
          .extracting(Trial::state)
          .containsExactly(TrialState.COMPLETE, TrialState.FAIL);
      assertThat(trials.get(1).score()).hasValue(0);
      assertThat(found.top()).hasSize(1);
      assertThat(found.scored()).isEqualTo(2);
      assertThat(logged.get(1)).contains("failed: ").contains("diverged");
      assertThat(search(store, grid, 1, SearchEnvironment.silent()).trained()).isZero();
    }
  }

  @Test
  void prunedTrialsKeepTheirLastValue() throws Exception {
    TrialSettings halving = new TrialSettings(32, 4, 5, false, Precision.FLOAT32, Pruning.HALVING);
    GridSearch grid = Searches.grid(GENETIC.space(), false, OptionalInt.of(8), 1);
    try (TrialStore store = store(folder)) {
      search(store, settings(halving, grid), 2, SearchEnvironment.silent());
      List<Trial> trials = store.study("s").orElseThrow().trials();
      List<Trial> pruned = trials.stream().filter(t -> t.state() == TrialState.PRUNED).toList();
      assertThat(pruned).isNotEmpty();
      for (Trial trial : pruned) {
        assertThat(trial.curve().lastKey()).isIn(2, 4);
        assertThat(trial.score().orElseThrow())
            .isEqualTo(trial.curve().get(trial.curve().lastKey()));
      }
    }
  }

  @Test
  void keepLastScoresTheLastEpoch() throws Exception {
    TrialSettings last = new TrialSettings(32, 3, 5, true, Precision.FLOAT32, Pruning.NONE);
    GridSearch grid = Searches.grid(GENETIC.space(), false, OptionalInt.of(4), 1);
    try (TrialStore store = store(folder)) {
      search(store, settings(last, grid), 2, SearchEnvironment.silent());
      for (Trial trial : store.study("s").orElseThrow().trials()) {
        assertThat(trial.value().orElseThrow()).isEqualTo(trial.curve().get(3));
      }
    }
  }

  @Test
  void studyOfOtherSettingsIsRefused() throws Exception {
    try (TrialStore store = store(folder)) {
      search(store, withSeed(5), 1, stopped());
      assertThatThrownBy(
              () ->
                  search(
                      store,
                      Searches.genetic(GENETIC.space(), 3, 6, Duplicates.REPLACE, 5),
                      1,
                      stopped()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("study 's' was begun otherwise: population is 5 there, 6 here");
      assertThatThrownBy(
              () -> StudyOpening.open(store, "s", settings(TRIALS, GENETIC), 2, Set.of()))
          .hasMessage("study 's' was begun otherwise: seed is 5 there, 11 here");
      assertThat(StudyOpening.join(store, "s").orElseThrow().settings())
          .isEqualTo(settings(TRIALS, withSeed(5)));
      assertThat(StudyOpening.join(store, "t")).isEmpty();
    }
  }

  private static GeneticSearch withSeed(long seed) {
    return new GeneticSearch(GENETIC.space(), seed, GENETIC.method());
  }

  private static SearchEnvironment stopped() {
    return new SearchEnvironment(() -> true, line -> {}, line -> {}, Progress.Reporter.SILENT);
  }
}
