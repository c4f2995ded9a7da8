package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Spaces;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final GeneticSearch SEARCH = Searches.genetic(Spaces.full(), 5, 20, 3);

  private final Map<String, Double> scores = new HashMap<>();

  private void score(Replay replay) {
    replay.fresh().forEach(genome -> scores.put(genome.fingerprint(), Spaces.score(genome)));
  }

  @Test
  void noNetworkIsWantedTwice() {
    Replay replay = new Replay(SEARCH);
    while (!replay.done()) {
      assertThat(replay.fresh()).noneMatch(genome -> scores.containsKey(genome.fingerprint()));
      score(replay);
      replay.advance(scores);
    }
    List<Generation> all = replay.generations();
    assertThat(all.stream().mapToInt(Generation::trained).sum()).isEqualTo(scores.size());
    assertThat(all.stream().mapToInt(Generation::saved).sum()).isPositive();
  }

  @Test
  void roundWaitsForItsLastScore() {
    Replay replay = new Replay(SEARCH);
    score(replay);
    String last = replay.fresh().iterator().next().fingerprint();
    double score = scores.remove(last);
    assertThat(replay.advance(scores)).isEmpty();
    assertThat(replay.number()).isZero();
    scores.put(last, score);
    assertThat(replay.advance(scores)).hasSize(1);
    assertThat(replay.number()).isEqualTo(1);
  }

  @Test
  void anotherProcessComesToTheSamePlaceAtOnce() {
    Replay first = new Replay(SEARCH);
    for (int i = 0; i < 3; i++) {
      score(first);
      first.advance(scores);
    }
    Replay second = new Replay(SEARCH);
    List<Generation> ended = second.advance(scores);
    assertThat(ended).extracting(Generation::number).startsWith(1, 2, 3);
    assertThat(second.number()).isEqualTo(first.number());
    assertThat(second.fresh()).isEqualTo(first.fresh());
  }

  @Test
  void summaryIsOfTheWholeGeneration() {
    Replay replay = new Replay(SEARCH);
    score(replay);
    Generation summary = replay.advance(scores).get(0);
    double mean = SEARCH.first().all().stream().mapToDouble(Spaces::score).average().orElseThrow();
    assertThat(summary.mean()).isCloseTo(mean, within(1e-12));
    assertThat(summary.scores()).hasSize(20).isSorted();
    assertThat(summary.best())
        .isEqualTo(scores.values().stream().mapToDouble(d -> d).max().orElseThrow());
    assertThat(summary.trained() + summary.saved()).isEqualTo(20);
  }

  @Test
  void spaceOfOneNetworkEnds() {
    Replay replay = new Replay(Searches.genetic(Spaces.single(), 10, 20, 3));
    score(replay);
    List<Generation> all = replay.advance(scores);
    assertThat(replay.done()).isTrue();
    assertThat(all).hasSize(10).extracting(Generation::trained).startsWith(1, 0, 0);
  }

  @Test
  void gridIsOneRound() {
    Replay replay = new Replay(Searches.grid(Spaces.tiny(), false, OptionalInt.empty(), 1));
    assertThat(replay.fresh()).hasSize(4);
    score(replay);
    assertThat(replay.advance(scores)).hasSize(1);
    assertThat(replay.done()).isTrue();
  }

  @Test
  void trialsTellTheSame() {
    Replay replay = new Replay(SEARCH);
    List<Trial> trials = new ArrayList<>();
    while (!replay.done()) {
      replay.fresh().forEach(genome -> trials.add(trial(trials.size(), genome)));
      score(replay);
      replay.advance(scores);
    }
    assertThat(new Replay(SEARCH).advance(trials)).isEqualTo(replay.generations()).hasSize(5);
    // Without the last network its round, and with it all later ones, is not complete.
    assertThat(new Replay(SEARCH).advance(trials.subList(0, 7))).isEmpty();
  }

  private static Trial trial(int number, Genome genome) {
    return new Trial(
        number,
        number,
        TrialState.COMPLETE,
        genome.values(),
        List.of(Spaces.score(genome)),
        new TreeMap<>(),
        Map.of("fingerprint", genome.fingerprint()),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }
}
