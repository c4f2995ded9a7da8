package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridSearchTest {
  private static final SearchSpace SPACE = Spaces.full();
  private static final List<Genome> ALL = LongStream.range(0, 672).mapToObj(SPACE::at).toList();

  private static List<Genome> grid(boolean shuffle, OptionalInt limit, long seed) {
    return new GridSearch(SPACE, shuffle, limit, seed).first().added();
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
    SearchSpace tiny = Spaces.tiny();
    int[] firsts = new int[4];
    for (long seed = 0; seed < 4000; seed++) {
      Genome first = new GridSearch(tiny, true, OptionalInt.of(1), seed).first().added().get(0);
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
    SearchSpace huge =
        new SearchSpace(
            "huge",
            "",
            List.of(
                new Gene("nb_neurons", new GeneValues.IntRange(1, 65_536, 1)),
                new Gene("nb_layers", new GeneValues.IntRange(1, 100, 1)),
                Gene.of("activation", "relu"),
                Gene.of("optimizer", "adam")));
    assertThatThrownBy(() -> new GridSearch(huge, false, OptionalInt.empty(), 1))
        .hasMessage("space 'huge' has 6553600 networks, expected a limit of at most 1000000");
    assertThat(new GridSearch(huge, true, OptionalInt.of(50), 1).first().added())
        .hasSize(50)
        .doesNotHaveDuplicates();
  }

  @Test
  void oneRoundOnly() {
    GridSearch grid = new GridSearch(SPACE, false, OptionalInt.of(3), 1);
    assertThat(grid.rounds()).isEqualTo(1);
    assertThat(grid.next(1, grid.first(), Spaces::score)).isEmpty();
    assertThatThrownBy(() -> new GridSearch(SPACE, false, OptionalInt.of(0), 1))
        .hasMessage("limit is 0, expected 1 or more");
  }
}
