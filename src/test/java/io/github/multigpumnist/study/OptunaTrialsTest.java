package io.github.multigpumnist.study;

import static io.github.multigpumnist.OptunaStudies.FLOAT;
import static io.github.multigpumnist.OptunaStudies.choices;
import static io.github.multigpumnist.OptunaStudies.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.multigpumnist.OptunaStudies;
import io.github.multigpumnist.space.Distribution;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What Optuna takes is read as it is; the right values are those that Optuna 5 reads. */
class OptunaTrialsTest {
  /** Stored number, distribution, value as Optuna reads it. */
  private static final List<Arguments> PARAMS =
      List.of(
          Arguments.of(100.0, integers(1, 10, 1, false), 100), // out of range
          Arguments.of(6.0, integers(1, 10, 3, false), 6), // off the step
          Arguments.of(5.0, integers(1, 9, 3, false), 5), // the step misses the range's end
          Arguments.of(9.0, FLOAT, 9.0),
          Arguments.of(2.0, choices("[\"a\", \"a\", \"b\"]"), "b"),
          Arguments.of(1.0, choices("[\"a\", \"a\", \"b\"]"), "a"),
          Arguments.of(1.0, choices("[1, 1.0, true]"), 1.0),
          Arguments.of(0.0, choices("[[1, 2]]"), List.of(1, 2)),
          Arguments.of(32.0, integers(1, 1024, 1, true), 32), // a whole number, though logarithmic
          Arguments.of(1e12, integers(1, 10, 1, false), 1_000_000_000_000L),
          Arguments.of(1e20, integers(1, 10, 1, true), new BigInteger("100000000000000000000")));

  @TempDir private Path folder;
  private OptunaStudies optuna;
  private Storage storage;

  @BeforeEach
  void makeADatabase() throws Exception {
    storage = new SqliteStorage(folder.resolve("o.db"));
    optuna = new OptunaStudies(folder.resolve("o.db"));
  }

  @AfterEach
  void close() throws Exception {
    optuna.close();
  }

  private List<Trial> trials(String study) throws StoreException {
    try (TrialStore store = TrialStore.openExisting(storage)) {
      return store.study(study).orElseThrow().trials();
    }
  }

  @ParameterizedTest
  @FieldSource("PARAMS")
  void paramsAreReadAsOptunaReadsThem(double stored, String distribution, Object value)
      throws Exception {
    optuna.param(optuna.trial(optuna.study("s", "MINIMIZE"), 0.5), "p", stored, distribution);
    assertThat(trials("s").get(0).params()).containsEntry("p", value);
  }

  @Test
  void distributionsAreWrittenAsOptunaWritesThem() {
    assertThat(spaced(new Distribution.Categorical(List.of(1, 0.5, "a"))))
        .isEqualTo(choices("[1, 0.5, \"a\"]"));
    assertThat(spaced(new Distribution.IntRange(1, 9, 2))).isEqualTo(integers(1, 9, 2, false));
    assertThat(spaced(new Distribution.IntRange(1, 9, 1, true))).isEqualTo(integers(1, 9, 1, true));
    assertThat(spaced(new Distribution.FloatRange(0.25, 1, true)))
        .isEqualTo(
            "{\"name\": \"FloatDistribution\", \"attributes\":"
                + " {\"log\": true, \"step\": null, \"low\": 0.25, \"high\": 1.0}}");
    assertThat(OptunaDistribution.stored(new Distribution.Categorical(List.of(1, 0.5, "a")), "a"))
        .isEqualTo(2);
    assertThat(OptunaDistribution.stored(new Distribution.FloatRange(0, 1, false), 0.5))
        .isEqualTo(0.5);
  }

  /** With Python's spaces. */
  private static String spaced(Distribution distribution) {
    return OptunaDistribution.write(distribution).replace(":", ": ").replace(",", ", ");
  }

  @Test
  void noneIsAValue() throws Exception {
    optuna.param(optuna.trial(optuna.study("s", "MINIMIZE"), 0.5), "p", 1, choices("[true, null]"));
    assertThat(trials("s").get(0).params()).containsKey("p");
    assertThat(trials("s").get(0).params().get("p")).isNull();
  }

  @Test
  void whatOptunaCannotReadEitherIsNamed() throws Exception {
    optuna.param(optuna.trial(optuna.study("s", "MINIMIZE"), 0.5), "p", 2, choices("[1, 1]"));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> trials("s"))
        .withMessage("trial 0: parameter p is 2.0, expected one of [1,1]");
  }

  @Test
  void allObjectivesAreRead() throws Exception {
    long study = optuna.study("s", "MINIMIZE", "MAXIMIZE");
    optuna.trial(study, 0.25, Double.POSITIVE_INFINITY);
    Trial trial = trials("s").get(0);
    assertThat(trial.values()).containsExactly(0.25, Double.POSITIVE_INFINITY);
    assertThat(trial.value()).isEmpty();
    try (TrialStore store = TrialStore.openExisting(storage)) {
      assertThat(store.study("s").orElseThrow().directions())
          .containsExactly(Direction.MINIMIZE, Direction.MAXIMIZE);
    }
  }

  @Test
  void constraintsOfEveryOptuna() throws Exception {
    long study = optuna.study("s", "MINIMIZE");
    optuna.trial(study, 1);
    optuna.system(optuna.trial(study, 1), "constraints", "[0.0, -1.5]");
    optuna.system(optuna.trial(study, 1), "constraints", "[-1.0, 1e-9]");
    optuna.system(optuna.trial(study, 1), "constraints", "null"); // it failed in the callback
    optuna.system(optuna.trial(study, 1), "constraints", "[NaN]");
    long both = optuna.trial(study, 1);
    optuna.system(both, "constraints", "[2.0]");
    optuna.system(both, "constraints:0", "-2.0"); // Optuna 5 takes this one
    optuna.system(both, "constraints:memory", "0");
    optuna.system(optuna.trial(study, 1), "constraints:memory", "0.5");

    List<Trial> trials = trials("s");

    assertThat(trials)
        .extracting(Trial::isFeasible)
        .containsExactly(true, true, false, true, false, true, false);
    assertThat(trials.get(0).constraints()).isEmpty();
    assertThat(trials.get(5).constraints()).isEqualTo(Map.of("0", -2.0, "memory", 0.0));
  }

  @Test
  void aMissingObjectiveIsNamed() throws Exception {
    long trial = optuna.trial(optuna.study("s", "MINIMIZE", "MINIMIZE"), 1, 2);
    try (TrialStore store = TrialStore.open(storage)) {
      store
          .database()
          .write(
              handle ->
                  handle.execute(
                      "DELETE FROM trial_values WHERE objective = 0 AND trial_id = ?", trial));
    }
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> trials("s"))
        .withMessage("trial 0: the value of objective 0 is missing");
  }
}
