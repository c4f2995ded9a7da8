package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressionTest {
  private static final GeneticSearch SEARCH =
      new GeneticSearch(Spaces.full(), 5, 20, 0.4, 0.1, 0.2, 3);

  private final Map<String, Double> scores = new HashMap<>();

  private void score(Progression progression) {
    progression.fresh().forEach((f, genome) -> scores.put(f, Spaces.score(genome)));
  }

  @Test
  void noNetworkIsWantedTwice() {
    Progression progression = new Progression(SEARCH);
    int trained = 0;
    int saved = 0;
    while (!progression.done()) {
      assertThat(Collections.disjoint(progression.fresh().keySet(), scores.keySet())).isTrue();
      score(progression);
      for (RoundSummary round : progression.advance(scores)) {
        trained += round.trained();
        saved += round.saved();
      }
    }
    assertThat(trained).isEqualTo(scores.size());
    assertThat(saved).isPositive();
    assertThat(progression.known()).isEqualTo(scores.keySet());
  }

  @Test
  void roundWaitsForItsLastScore() {
    Progression progression = new Progression(SEARCH);
    score(progression);
    String last = progression.fresh().keySet().iterator().next();
    double score = scores.remove(last);
    assertThat(progression.advance(scores)).isEmpty();
    assertThat(progression.number()).isZero();
    scores.put(last, score);
    assertThat(progression.advance(scores)).hasSize(1);
    assertThat(progression.number()).isEqualTo(1);
  }

  @Test
  void anotherProcessComesToTheSamePlaceAtOnce() {
    Progression first = new Progression(SEARCH);
    for (int i = 0; i < 3; i++) {
      score(first);
      first.advance(scores);
    }
    Progression second = new Progression(SEARCH);
    List<RoundSummary> ended = second.advance(scores);
    assertThat(ended).extracting(RoundSummary::round).startsWith(0, 1, 2);
    assertThat(second.number()).isEqualTo(first.number());
    assertThat(second.fresh()).isEqualTo(first.fresh());
  }

  @Test
  void summaryIsOfTheWholeGeneration() {
    Progression progression = new Progression(SEARCH);
    score(progression);
    RoundSummary summary = progression.advance(scores).get(0);
    double mean = SEARCH.first().all().stream().mapToDouble(Spaces::score).average().orElseThrow();
    assertThat(summary.mean()).isCloseTo(mean, within(1e-12));
    assertThat(summary.best())
        .isEqualTo(scores.values().stream().mapToDouble(d -> d).max().orElseThrow());
    assertThat(summary.trained() + summary.saved()).isEqualTo(20);
  }

  @Test
  void spaceOfOneNetworkEnds() {
    Progression progression =
        new Progression(new GeneticSearch(Spaces.single(), 10, 20, 0.4, 0.1, 0.2, 3));
    score(progression);
    List<RoundSummary> all = progression.advance(scores);
    assertThat(progression.done()).isTrue();
    assertThat(all).hasSize(10).extracting(RoundSummary::trained).startsWith(1, 0, 0);
  }

  @Test
  void gridIsOneRound() {
    Progression progression =
        new Progression(new GridSearch(Spaces.tiny(), false, OptionalInt.empty(), 1));
    assertThat(progression.fresh()).hasSize(4);
    score(progression);
    assertThat(progression.advance(scores)).hasSize(1);
    assertThat(progression.done()).isTrue();
  }
}
