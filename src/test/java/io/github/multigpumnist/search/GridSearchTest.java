package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.Spaces;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridSearchTest {
  private static final Space SPACE = Spaces.full();
  private static final List<Genome> ALL = LongStream.range(0, 672).mapToObj(SPACE::at).toList();

  private static List<Genome> grid(boolean shuffle, OptionalInt limit, long seed) {
    return Searches.grid(SPACE, shuffle, limit, seed).first().added();
  }

  @Test
  void everyCombinationInOrder() {
    List<Genome> all = grid(false, OptionalInt.empty(), 1);
    assertThat(all).isEqualTo(ALL).doesNotHaveDuplicates().hasSize(672);
    assertThat(all.get(0))
        .hasToString("activation=relu nb_layers=1 nb_neurons=64 optimizer=rmsprop");
    assertThat(all.get(1)).hasToString("activation=relu nb_layers=1 nb_neurons=64 optimizer=adam");
    assertThat(all.get(671))
        .hasToString("activation=sigmoid nb_layers=4 nb_neurons=1024 optimizer=nadam");
  }

  @Test
  void shuffledOnceEachBySeed() {
    List<Genome> shuffled = grid(true, OptionalInt.empty(), 1);
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(ALL).isNotEqualTo(ALL);
    assertThat(grid(true, OptionalInt.empty(), 1)).isEqualTo(shuffled);
    assertThat(grid(true, OptionalInt.empty(), 2)).isNotEqualTo(shuffled);
  }

  @Test
  void everyNetworkIsFirstAboutAsOften() {
    Space tiny = Spaces.tiny();
    int[] firsts = new int[4];
    for (long seed = 0; seed < 4000; seed++) {
      Genome first = Searches.grid(tiny, true, OptionalInt.of(1), seed).first().added().get(0);
      for (int i = 0; i < 4; i++) {
        firsts[i] += tiny.at(i).equals(first) ? 1 : 0;
      }
    }
    for (int count : firsts) {
      assertThat(count).isBetween(860, 1140); // 5 standard deviations
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 671, 672, 10_000})
  void smallerLimitIsTheBeginningOfTheWhole(int limit) {
    for (boolean shuffle : new boolean[] {false, true}) {
      assertThat(grid(shuffle, OptionalInt.of(limit), 9))
          .isEqualTo(grid(shuffle, OptionalInt.empty(), 9).subList(0, Math.min(limit, 672)));
    }
  }

  @Test
  void hugeSpacesNeedALimit() {
    Space huge =
        new Space(
            "huge",
            "",
            List.of(
                new Gene("nb_neurons", new Distribution.IntRange(1, 65_536, 1)),
                new Gene("nb_layers", new Distribution.IntRange(1, 100, 1)),
                Gene.of("activation", "relu"),
                Gene.of("optimizer", "adam")));
    assertThatThrownBy(() -> Searches.grid(huge, false, OptionalInt.empty(), 1))
        .hasMessage("space 'huge' has 6553600 networks, expected a limit of at most 1000000");
    assertThat(Searches.grid(huge, true, OptionalInt.of(50), 1).first().added())
        .hasSize(50)
        .doesNotHaveDuplicates();
  }

  @Test
  void oneRoundOnly() {
    GridSearch grid = Searches.grid(SPACE, false, OptionalInt.of(3), 1);
    assertThat(grid.next(1, grid.first(), Set.of(), Spaces::score)).isEmpty();
    assertThatThrownBy(() -> Searches.grid(SPACE, false, OptionalInt.of(0), 1))
        .hasMessage("limit is 0, expected 1 or more");
  }

  @Test
  void everyNumberOfARangeCannotBeTried() {
    List<Gene> genes = new ArrayList<>(Spaces.tiny().genes());
    genes.add(new Gene("learning_rate", new Distribution.FloatRange(0.001, 0.1, true)));
    Space space = new Space("rates", "", genes);
    assertThatThrownBy(() -> Searches.grid(space, true, OptionalInt.of(3), 1))
        .hasMessage(
            "gene 'learning_rate' has every number of a range, expected a list of values for brute"
                + " force");
  }
}
