package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.store.Storage;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.Trial;
import io.github.multigpumnist.store.TrialState;
import io.github.multigpumnist.store.TrialStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole searches on few small pictures, in a SQLite file. */
class SearcherTest {
  private static final Splits DATA = SyntheticDigits.generate(1, 260, 60).split(60);
  private static final TrialSettings TRIALS =
      new TrialSettings(32, 3, 5, false, Precision.FLOAT32, new Pruner.None());
  private static final GeneticSearch GENETIC =
      new GeneticSearch(
          new SearchSpace(
              "small",
              "",
              List.of(
                  Gene.of("nb_neurons", 8, 12, 16),
                  new Gene("nb_layers", new GeneValues.IntRange(1, 2, 1)),
                  Gene.of("activation", "relu", "tanh"),
                  Gene.of("optimizer", "adam", "rmsprop"))),
          3,
          5,
          0.4,
          0.1,
          0.2,
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
        "digits", (int) DATA.validation().count(), DataFingerprint.of(DATA), trials, strategy);
  }

  private static SearchResult search(
      TrialStore store, SearchStrategy strategy, int parallel, SearchEnvironment environment)
      throws Exception {
    return search(store, settings(TRIALS, strategy), parallel, environment);
  }

  private static SearchResult search(
      TrialStore store, StudySettings settings, int parallel, SearchEnvironment environment)
      throws Exception {
    StudyOpening opening = StudyOpening.open(store, "s", settings, 2, OptionalLong.empty());
    List<Devices> devices = Collections.nCopies(parallel, Devices.cpu(1, 1));
    return new Searcher(opening, DATA, devices, environment).run();
  }

  private static Map<String, Double> scores(TrialStore store) throws IOException {
    return new TreeMap<>(StudyTrials.scores(store.study("s").orElseThrow().trials()));
  }

  private static SearchEnvironment listening(List<String> said, List<String> logged) {
    return new SearchEnvironment(() -> false, said::add, logged::add, Progress.Reporter.SILENT);
  }

  @Test
  void resultIsRankedAndTested() {
    assertThat(result.interrupted()).isFalse();
    assertThat(result.rounds()).extracting(RoundSummary::round).containsExactly(0, 1, 2);
    assertThat(result.scored()).isEqualTo(uninterrupted.size()).isEqualTo(result.trained());
    assertThat(result.top()).hasSize(2);
    assertThat(result.top().get(0).validationAccuracy())
        .isEqualTo(Collections.max(uninterrupted.values()))
        .isGreaterThanOrEqualTo(result.top().get(1).validationAccuracy());
    assertThat(result.top()).allMatch(n -> n.testAccuracy().isPresent());
    assertThat(result.rounds().get(2).best()).isGreaterThanOrEqualTo(result.rounds().get(0).best());
  }

  @Test
  void storeHasCurvesAndAttributes() throws Exception {
    try (TrialStore store =
        TrialStore.openExisting(Storage.parse("sqlite:///" + reference.resolve("s.db")))) {
      Study study = store.study("s").orElseThrow();
      assertThat(StudySettings.of("s", study.attributes())).isEqualTo(settings(TRIALS, GENETIC));
      for (Trial trial : study.trials()) {
        assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
        Map<String, JsonNode> attributes = trial.userAttributes();
        assertThat(attributes)
            .containsKeys(
                "seed", "epochs", "best_epoch", "validation_loss", "seconds", "parameters");
        assertThat(StudyTrials.generation(trial).orElseThrow()).isBetween(0, 2);
        assertThat(trial.systemAttributes().get("NSGAIISampler:generation").intValue())
            .isEqualTo(StudyTrials.generation(trial).orElseThrow());
        assertThat(trial.intermediate()).hasSize(attributes.get("epochs").intValue());
        assertThat(trial.intermediate().get(attributes.get("best_epoch").intValue()))
            .isEqualTo(trial.value().orElseThrow());
        assertThat(StudyTrials.genome(GENETIC.space(), trial)).isPresent();
      }
    }
  }

  @Test
  void parallelTrialsComeToTheSameScores() throws Exception {
    try (TrialStore store = store(folder)) {
      SearchResult parallel = search(store, GENETIC, 3, SearchEnvironment.silent());
      assertThat(scores(store)).isEqualTo(uninterrupted);
      assertThat(parallel.top()).isEqualTo(result.top());
      assertThat(parallel.rounds()).isEqualTo(result.rounds());
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
    GeneticSearch two = new GeneticSearch(GENETIC.space(), 2, 5, 0.4, 0.1, 0.2, 11);
    try (TrialStore store = store(folder)) {
      search(store, two, 2, SearchEnvironment.silent());
      SearchResult three = search(store, GENETIC, 2, SearchEnvironment.silent());
      assertThat(scores(store)).isEqualTo(uninterrupted);
      assertThat(three.top()).isEqualTo(result.top());
    }
  }

  @Test
  void divergedNetworkFailsForGoodWithFitnessZero() throws Exception {
    SearchSpace space =
        new SearchSpace(
            "wild",
            "",
            List.of(
                Gene.of("nb_neurons", 8),
                Gene.of("nb_layers", 1),
                Gene.of("activation", "relu"),
                Gene.of("optimizer", "sgd"),
                Gene.of("learning_rate", 0.1, 1e30)));
    GridSearch grid = new GridSearch(space, false, OptionalInt.empty(), 1);
    List<String> logged = new ArrayList<>();
    try (TrialStore store = store(folder)) {
      SearchResult found = search(store, grid, 1, listening(new ArrayList<>(), logged));
      List<Trial> trials = store.study("s").orElseThrow().trials();
      assertThat(trials)
          .extracting(Trial::state)
          .containsExactly(TrialState.COMPLETE, TrialState.FAIL);
      assertThat(StudyTrials.fitness(trials.get(1))).hasValue(0);
      assertThat(found.top()).hasSize(1);
      assertThat(found.scored()).isEqualTo(2);
      assertThat(logged.get(1)).contains("failed: ").contains("diverged");
      assertThat(search(store, grid, 1, SearchEnvironment.silent()).trained()).isZero();
    }
  }

  @Test
  void prunedTrialsKeepTheirLastValue() throws Exception {
    TrialSettings halving =
        new TrialSettings(32, 4, 5, false, Precision.FLOAT32, new HalvingPruner());
    GridSearch grid = new GridSearch(GENETIC.space(), false, OptionalInt.of(8), 1);
    try (TrialStore store = store(folder)) {
      search(store, settings(halving, grid), 2, SearchEnvironment.silent());
      List<Trial> trials = store.study("s").orElseThrow().trials();
      List<Trial> pruned = trials.stream().filter(t -> t.state() == TrialState.PRUNED).toList();
      assertThat(pruned).isNotEmpty();
      for (Trial trial : pruned) {
        assertThat(trial.intermediate().lastKey()).isIn(2, 4);
        assertThat(StudyTrials.fitness(trial).orElseThrow())
            .isEqualTo(trial.intermediate().get(trial.intermediate().lastKey()));
      }
    }
  }

  @Test
  void keepLastScoresTheLastEpoch() throws Exception {
    TrialSettings last = new TrialSettings(32, 3, 5, true, Precision.FLOAT32, new Pruner.None());
    GridSearch grid = new GridSearch(GENETIC.space(), false, OptionalInt.of(4), 1);
    try (TrialStore store = store(folder)) {
      search(store, settings(last, grid), 2, SearchEnvironment.silent());
      for (Trial trial : store.study("s").orElseThrow().trials()) {
        assertThat(trial.value().orElseThrow()).isEqualTo(trial.intermediate().get(3));
      }
    }
  }

  @Test
  void studyOfOtherSettingsIsRefused() throws Exception {
    try (TrialStore store = store(folder)) {
      search(store, GENETIC.withSeed(5), 1, stopped());
      assertThatThrownBy(
              () ->
                  search(
                      store,
                      new GeneticSearch(GENETIC.space(), 3, 6, 0.4, 0.1, 0.2, 5),
                      1,
                      stopped()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("study 's' was begun otherwise: population is 5 there, 6 here");
      assertThatThrownBy(
              () ->
                  StudyOpening.open(store, "s", settings(TRIALS, GENETIC), 2, OptionalLong.of(11)))
          .hasMessage("study 's' was begun otherwise: seed is 5 there, 11 here");
      assertThat(StudyOpening.join(store, "s").orElseThrow().settings())
          .isEqualTo(settings(TRIALS, GENETIC.withSeed(5)));
      assertThat(StudyOpening.join(store, "t")).isEmpty();
    }
  }

  private static SearchEnvironment stopped() {
    return new SearchEnvironment(() -> true, line -> {}, line -> {}, Progress.Reporter.SILENT);
  }
}
