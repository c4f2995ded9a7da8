package io.github.multigpumnist.search;

import static io.github.multigpumnist.OptunaStudies.choices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.OptunaStudies;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.GpuSettings;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Method;
import io.github.multigpumnist.study.Pruning;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialSettings;
import io.github.multigpumnist.study.TrialState;
import io.github.multigpumnist.study.TrialStore;
import io.github.multigpumnist.tower.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches whose networks, machine or neighbours in the study are not as they should be. */
class SearcherFaultsTest {
  private static final Splits DATA = SyntheticDigits.generate(1, 80, 20).split(20);
  private static final TrialSettings TRIALS =
      new TrialSettings(32, 1, 5, false, Precision.FLOAT32, Pruning.NONE);

  /** A device of a machine that is not there. */
  private static final Devices MISSING =
      new Devices(
          new Placement(List.of("/job:none/device:CPU:0"), List.of("/cpu:0")),
          1,
          GpuSettings.USUAL,
          "none");

  @TempDir private Path folder;

  private static Space space(Object... learningRates) {
    return new Space(
        "small",
        "",
        List.of(
            Gene.of("nb_neurons", 8),
            Gene.of("nb_layers", 1),
            Gene.of("activation", "relu"),
            Gene.of("optimizer", "sgd"),
            Gene.of("learning_rate", learningRates)));
  }

  private SearchResult search(Space space, int limit, Devices devices) throws Exception {
    return search(space, limit, devices, SearchEnvironment.silent());
  }

  private SearchResult search(
      Space space, int limit, Devices devices, SearchEnvironment environment) throws Exception {
    return search(space, limit, devices, environment, Duration.ZERO);
  }

  private SearchResult search(
      Space space, int limit, Devices devices, SearchEnvironment environment, Duration pause)
      throws Exception {
    Method grid = new Method.Brute(false, OptionalInt.of(limit));
    StudySettings settings =
        new StudySettings(
            "digits",
            (int) DATA.validation().count(),
            DataFingerprint.of(DATA),
            space,
            1,
            TRIALS,
            grid);
    try (TrialStore store = TrialStore.open(storage())) {
      StudyOpening opening = StudyOpening.open(store, "s", settings, 1, Set.of());
      return new Searcher(opening, DATA, List.of(devices), environment, pause).run();
    }
  }

  private Storage storage() {
    return Storage.parse("sqlite:///" + folder.resolve("s.db"));
  }

  private List<Trial> trials() throws Exception {
    try (TrialStore store = TrialStore.openExisting(storage())) {
      return store.study("s").orElseThrow().trials();
    }
  }

  @Test
  void failuresAreCountedWithTheirReasons() throws Exception {
    SearchResult some = search(space(1e30, 0.1), 2, Devices.cpu(1, 1));
    assertThat(some.failures()).singleElement().matches(f -> f.reason().contains("diverged"));
    assertThat(some.allFailed()).isFalse();
  }

  @Test
  void aSearchWithoutAnyNetworkThatTrainsIsTold() throws Exception {
    SearchResult all = search(space(1e30, 1e32), 2, Devices.cpu(1, 1));
    assertThat(all.failures()).extracting(SearchResult.Failure::number).containsExactly(0, 1);
    assertThat(all.allFailed()).isTrue();
  }

  @Test
  void whatTensorFlowRefusesPutsTheTrialBack() throws Exception {
    List<String> said = new ArrayList<>();
    SearchEnvironment once = // stops with the first fault
        new SearchEnvironment(
            () -> !said.isEmpty(), said::add, line -> {}, Progress.Reporter.SILENT);
    SearchResult stopped = search(space(0.1), 1, MISSING, once, Duration.ofMinutes(1));
    assertThat(stopped.interrupted()).isTrue();
    assertThat(said.get(0))
        .startsWith("network 0 (activation=relu ")
        .contains("): is queued again (fault 1 of 3): TensorFlow: ");
    assertThat(trials()).extracting(Trial::state).containsExactly(TrialState.WAITING);
    assertThat(search(space(0.1), 1, Devices.cpu(1, 1)).failures()).isEmpty();
    assertThat(trials()).extracting(Trial::state).containsExactly(TrialState.COMPLETE);
  }

  @Test
  void theThirdFaultOfATrialFailsIt() throws Exception {
    List<String> said = new ArrayList<>();
    SearchEnvironment listening =
        new SearchEnvironment(() -> false, said::add, line -> {}, Progress.Reporter.SILENT);
    SearchResult result = search(space(0.1, 0.2), 2, MISSING, listening);
    assertThat(result.allFailed()).isTrue();
    assertThat(result.failures())
        .hasSize(2)
        .allMatch(failure -> failure.reason().startsWith("3 times: TensorFlow: "));
    assertThat(said.stream().filter(line -> line.contains("(fault "))).hasSize(6);
    assertThat(said)
        .anyMatch(
            line -> line.contains("network 1 ") && line.contains(": failed (fault 3 of 3): "));
    assertThat(trials()).extracting(Trial::state).containsOnly(TrialState.FAIL);
  }

  @Test
  void aMachineThatTrainsNothingLeavesTheOtherNetworksAlone() throws Exception {
    assertThatThrownBy(() -> search(space(0.1, 0.2, 0.3, 0.4, 0.5), 5, MISSING))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("3 networks in a row failed for faults of this machine");
    assertThat(trials())
        .extracting(Trial::state)
        .containsExactly(
            TrialState.FAIL,
            TrialState.FAIL,
            TrialState.FAIL,
            TrialState.WAITING,
            TrialState.WAITING);
    assertThat(search(space(0.1, 0.2, 0.3, 0.4, 0.5), 5, Devices.cpu(1, 1)).failures()).hasSize(3);
  }

  @Test
  void optunasOddTrialsAreLeftAlone() throws Exception {
    search(space(0.1, 0.2), 1, Devices.cpu(1, 1));
    try (OptunaStudies optuna = new OptunaStudies(folder.resolve("s.db"))) {
      long odd = optuna.trial(1, Double.POSITIVE_INFINITY);
      optuna.param(odd, "nb_neurons", 2, choices("[8, 8, 16]"));
      optuna.param(odd, "nb_layers", 99, OptunaStudies.integers(1, 4, 1, false));
    }
    Trial before = trials().get(1);
    SearchResult more = search(space(0.1, 0.2), 2, Devices.cpu(1, 1));
    assertThat(more.scored()).isEqualTo(2);
    assertThat(more.top()).singleElement().matches(n -> n.validationAccuracy() <= 1);
    assertThat(trials()).hasSize(3).contains(before);
  }
}
