package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.store.Trial;
import io.github.multigpumnist.store.TrialState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StudyRoundsTest {

  @Test
  void tellsTheRoundsThatTheSearchWentThrough() throws IOException {
    StudySettings settings =
        new StudySettings(
            "mnist",
            100,
            "made up",
            new TrialSettings(8, 3, 2, false, Precision.FLOAT32, Pruner.byName("none")),
            new GeneticSearch(SpaceFile.load("mlp"), 5, 8, 0.4, 0.1, 0.5, 3));
    Progression progression = new Progression(settings.strategy());
    Map<String, Double> scores = new HashMap<>();
    List<Trial> trials = new ArrayList<>();
    List<RoundSummary> summaries = new ArrayList<>();
    while (!progression.done()) {
      for (String fingerprint : progression.fresh().keySet()) {
        double score = Math.abs(fingerprint.hashCode() % 1000) / 1000.0;
        scores.put(fingerprint, score);
        trials.add(trial(trials.size(), fingerprint, score));
      }
      summaries.addAll(progression.advance(scores));
    }
    List<StudyRounds.Scored> rounds = StudyRounds.of(settings, trials);
    assertThat(rounds).hasSize(5).hasSameSizeAs(summaries);
    for (int i = 0; i < rounds.size(); i++) {
      List<Double> round = rounds.get(i).scores();
      assertThat(round).hasSize(8);
      assertThat(rounds.get(i).number()).isEqualTo(i);
      assertThat(rounds.get(i).trained()).isEqualTo(summaries.get(i).trained());
      assertThat(round.stream().mapToDouble(s -> s).average().orElseThrow())
          .isCloseTo(summaries.get(i).mean(), within(1e-12));
    }
    // Without the last network its round, and with it all later ones, is not complete.
    assertThat(StudyRounds.of(settings, trials.subList(0, 7))).isEmpty();
    assertThat(StudyRounds.of(settings, List.of())).isEmpty();
  }

  private static Trial trial(int number, String fingerprint, double score) {
    return new Trial(
        number,
        number,
        TrialState.COMPLETE,
        Map.of(),
        List.of(score),
        new TreeMap<>(),
        Map.of("fingerprint", TextNode.valueOf(fingerprint)),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }
}
