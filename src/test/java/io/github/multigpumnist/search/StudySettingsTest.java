package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.model.Precision;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StudySettingsTest {
  private static final TrialSettings TRIALS =
      new TrialSettings(128, 9, 5, false, Precision.FLOAT32, new Pruner.None());
  private static final GeneticSearch GENETIC =
      new GeneticSearch(Spaces.full(), 10, 20, 0.4, 0.1, 0.2, 7);
  private static final StudySettings SETTINGS = of(TRIALS, GENETIC);

  private static StudySettings of(TrialSettings trials, SearchStrategy strategy) {
    return new StudySettings("digits", 50, "10+50+20 of 28x28x1 ab", trials, strategy);
  }

  static Stream<StudySettings> settings() {
    return Stream.of(
        SETTINGS,
        of(TRIALS, new GridSearch(Spaces.tiny(), true, OptionalInt.of(3), 1)),
        of(
            new TrialSettings(1, 2, 3, true, Precision.BFLOAT16, new HalvingPruner()),
            new GridSearch(Spaces.tiny(), false, OptionalInt.empty(), -1)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void attributesAreReadBack(StudySettings settings) throws IOException {
    StudySettings read = StudySettings.of("s", settings.attributes());
    assertThat(read).isEqualTo(settings);
    assertThat(read.difference(settings)).isEmpty();
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        Arguments.of(genetic(10, 30, 7), "population is 20 there, 30 here"),
        Arguments.of(genetic(10, 20, 8), "seed is 7 there, 8 here"),
        Arguments.of(
            of(TRIALS, new GridSearch(Spaces.full(), false, OptionalInt.empty(), 7)),
            "kind is genetic there, brute here"),
        Arguments.of(
            of(new TrialSettings(128, 9, 6, false, Precision.FLOAT32, new Pruner.None()), GENETIC),
            "patience is 5 there, 6 here"),
        Arguments.of(
            of(new TrialSettings(128, 9, 5, true, Precision.FLOAT32, new Pruner.None()), GENETIC),
            "keep_last is false there, true here"),
        Arguments.of(
            of(new TrialSettings(128, 9, 5, false, Precision.BFLOAT16, new Pruner.None()), GENETIC),
            "precision is float32 there, bfloat16 here"),
        Arguments.of(
            new StudySettings("digits", 50, "other", TRIALS, GENETIC),
            "data is 10+50+20 of 28x28x1 ab there, other here"));
  }

  private static StudySettings genetic(int generations, int population, long seed) {
    return of(
        TRIALS, new GeneticSearch(Spaces.full(), generations, population, 0.4, 0.1, 0.2, seed));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void firstDifferenceIsNamed(StudySettings here, String difference) {
    assertThat(here.difference(SETTINGS)).contains(difference);
  }

  @Test
  void anotherSpaceIsShown() {
    StudySettings here = of(TRIALS, new GeneticSearch(Spaces.tiny(), 10, 20, 0.4, 0.1, 0.2, 7));
    assertThat(here.difference(SETTINGS).orElseThrow())
        .startsWith("the space is {\"nb_neurons\":[64,")
        .contains(" there, {\"nb_neurons\":[4,8],");
  }

  @Test
  void moreGenerationsAndAnotherPlaceOfTheDataAreNoDifference() {
    assertThat(genetic(12, 20, 7).difference(SETTINGS)).isEmpty();
    assertThat(
            new StudySettings("idx:/elsewhere", 50, "10+50+20 of 28x28x1 ab", TRIALS, GENETIC)
                .difference(SETTINGS))
        .isEmpty();
  }

  @Test
  void foreignAndDamagedStudiesAreRefused() throws IOException {
    assertThatThrownBy(() -> StudySettings.of("optuna's", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "study 'optuna's' was not begun by multigpu-mnist: it has no multigpu_mnist:settings");
    var attributes = SETTINGS.attributes();
    attributes.put(StudySettings.SETTINGS, new ObjectMapper().readTree("{\"batch_size\": 0}"));
    assertThatThrownBy(() -> StudySettings.of("s", attributes))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("study 's', multigpu_mnist:settings: ");
  }
}
