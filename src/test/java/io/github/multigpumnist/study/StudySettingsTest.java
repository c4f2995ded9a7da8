package io.github.multigpumnist.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.Spaces;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StudySettingsTest {
  private static final TrialSettings TRIALS =
      new TrialSettings(128, 9, 5, false, Precision.FLOAT32, Pruning.NONE);
  private static final Method GENETIC =
      new Method.Genetic(10, 20, 0.4, 0.1, 0.2, Duplicates.REPLACE);
  private static final StudySettings SETTINGS = of(Spaces.full(), 7, TRIALS, GENETIC);

  private static StudySettings of(Space space, long seed, TrialSettings trials, Method method) {
    return new StudySettings("digits", 50, "10+50+20 of 28x28x1 ab", space, seed, trials, method);
  }

  static Stream<StudySettings> settings() {
    return Stream.of(
        SETTINGS,
        of(Spaces.tiny(), 1, TRIALS, new Method.Brute(true, OptionalInt.of(3))),
        of(
            Spaces.tiny(),
            -1,
            new TrialSettings(1, 2, 3, true, Precision.BFLOAT16, Pruning.HALVING),
            new Method.Brute(false, OptionalInt.empty())));
  }

  /** As a database gives them back. */
  private static Map<String, Object> stored(StudySettings settings) throws IOException {
    Map<String, Object> read = new LinkedHashMap<>();
    for (Map.Entry<String, Object> e : StudyAttributes.of(settings, 5).entrySet()) {
      read.put(e.getKey(), Json.read(Json.write(e.getValue()), e.getKey()));
    }
    return read;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void attributesAreReadBack(StudySettings settings) throws IOException {
    StudySettings read = StudySettings.of("s", stored(settings));
    assertThat(read).isEqualTo(settings);
    assertThat(read.difference(settings)).isEmpty();
  }

  /** Studies of years ago must be read, whatever the classes are called now: never edit these. */
  @Test
  void writtenNamesNeverChange() throws IOException {
    Map<String, Object> attributes = stored(SETTINGS);
    assertThat(attributes.keySet())
        .containsExactly(
            "multigpu_mnist:kind",
            "multigpu_mnist:settings",
            "multigpu_mnist:space",
            "multigpu_mnist:extent",
            "multigpu_mnist:top");
    assertThat(attributes).containsEntry("multigpu_mnist:kind", "genetic");
    assertThat(Json.write(attributes.get("multigpu_mnist:settings")))
        .isEqualTo(
            "{\"kind\":\"genetic\",\"dataset\":\"digits\",\"validation_size\":50,"
                + "\"data\":\"10+50+20 of 28x28x1 ab\",\"seed\":7,\"batch_size\":128,"
                + "\"max_epochs\":9,\"patience\":5,\"keep_last\":false,"
                + "\"precision\":\"float32\",\"pruner\":\"none\",\"population\":20,"
                + "\"retain\":0.4,\"random_select\":0.1,\"mutate_chance\":0.2,"
                + "\"duplicates\":\"replace\"}");
    assertThat(Json.write(attributes.get("multigpu_mnist:extent")))
        .isEqualTo("{\"generations\":10}");
    assertThat(
            Json.write(
                StudyAttributes.of(
                        of(Spaces.tiny(), 1, TRIALS, new Method.Brute(true, OptionalInt.of(3))), 5)
                    .get("multigpu_mnist:settings")))
        .contains("\"kind\":\"brute\"")
        .endsWith("\"shuffle\":true}");
    assertThat(Pruning.names()).containsExactly("none", "median", "halving");
    assertThat(Duplicates.names()).containsExactly("replace", "keep");
    assertThat(Written.precision("bfloat16")).isEqualTo(Precision.BFLOAT16);
    assertThat(Written.of(Precision.BFLOAT16)).isEqualTo("bfloat16");
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        Arguments.of(genetic(10, 30, 7), "population is 20 there, 30 here"),
        Arguments.of(genetic(10, 20, 8), "seed is 7 there, 8 here"),
        Arguments.of(
            of(Spaces.full(), 7, TRIALS, new Method.Brute(false, OptionalInt.empty())),
            "kind is genetic there, brute here"),
        Arguments.of(
            trials(new TrialSettings(128, 9, 6, false, Precision.FLOAT32, Pruning.NONE)),
            "patience is 5 there, 6 here"),
        Arguments.of(
            trials(new TrialSettings(128, 9, 5, true, Precision.FLOAT32, Pruning.NONE)),
            "keep_last is false there, true here"),
        Arguments.of(
            trials(new TrialSettings(128, 9, 5, false, Precision.BFLOAT16, Pruning.NONE)),
            "precision is float32 there, bfloat16 here"),
        Arguments.of(
            new StudySettings("digits", 50, "other", Spaces.full(), 7, TRIALS, GENETIC),
            "data is 10+50+20 of 28x28x1 ab there, other here"));
  }

  private static StudySettings trials(TrialSettings trials) {
    return of(Spaces.full(), 7, trials, GENETIC);
  }

  private static StudySettings genetic(int generations, int population, long seed) {
    return of(
        Spaces.full(),
        seed,
        TRIALS,
        new Method.Genetic(generations, population, 0.4, 0.1, 0.2, Duplicates.REPLACE));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void firstDifferenceIsNamed(StudySettings here, String difference) {
    assertThat(here.difference(SETTINGS)).contains(difference);
  }

  @Test
  void anotherSpaceIsShown() {
    StudySettings here = of(Spaces.tiny(), 7, TRIALS, GENETIC);
    assertThat(here.difference(SETTINGS).orElseThrow())
        .startsWith("the space is {\"nb_neurons\":[64,")
        .contains(" there, {\"nb_neurons\":[4,8],");
  }

  @Test
  void moreGenerationsAndAnotherPlaceOfTheDataAreNoDifference() {
    assertThat(genetic(12, 20, 7).difference(SETTINGS)).isEmpty();
    StudySettings elsewhere =
        new StudySettings("idx:/elsewhere", 50, SETTINGS.data(), Spaces.full(), 7, TRIALS, GENETIC);
    assertThat(elsewhere.difference(SETTINGS)).isEmpty();
  }

  @Test
  void foreignAndDamagedStudiesAreRefused() throws IOException {
    assertThatThrownBy(() -> StudySettings.of("optuna's", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "study 'optuna's' was not begun by multigpu-mnist: it has no multigpu_mnist:settings");
    Map<String, Object> attributes = stored(SETTINGS);
    attributes.put("multigpu_mnist:settings", Map.of("dataset", 0));
    assertThatThrownBy(() -> StudySettings.of("s", attributes))
        .isInstanceOf(IOException.class)
        .hasMessage("study 's', multigpu_mnist:settings: dataset is 0, expected a text");
    attributes.put("multigpu_mnist:settings", "none");
    assertThatThrownBy(() -> StudySettings.of("s", attributes))
        .hasMessage("study 's', multigpu_mnist:settings: dataset is missing, expected a text");
  }
}
