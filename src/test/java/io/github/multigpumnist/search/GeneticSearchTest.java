package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.Spaces;
import io.github.multigpumnist.study.Duplicates;
import io.github.multigpumnist.study.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticSearchTest {
  private static final int SEEDS = 200;

  static Stream<GeneticSearch> searches() {
    return Stream.of(Spaces.full(), Spaces.tiny(), Spaces.single())
        .flatMap(space -> Stream.of(3, 4, 5, 20).map(population -> search(space, population, 0)));
  }

  private static GeneticSearch search(Space space, int population, long seed) {
    return Searches.genetic(space, 6, population, seed);
  }

  private static List<List<Genome>> run(GeneticSearch search) {
    return rounds(search).stream().map(Round::all).toList();
  }

  private static List<Round> rounds(GeneticSearch search) {
    List<Round> rounds = new ArrayList<>(List.of(search.first()));
    Set<Genome> tried = new HashSet<>();
    for (int i = 1; ; i++) {
      tried.addAll(rounds.get(i - 1).all());
      var next = search.next(i, rounds.get(i - 1), tried, Spaces::score);
      if (next.isEmpty()) {
        return rounds;
      }
      rounds.add(next.get());
    }
  }

  @ParameterizedTest
  @MethodSource("searches")
  void invariantsHoldForEverySeed(GeneticSearch template) {
    for (long seed = 0; seed < SEEDS; seed++) {
      GeneticSearch search = search(template.space(), template.method().population(), seed);
      List<List<Genome>> rounds = run(search);
      assertThat(rounds).hasSize(6);
      for (int i = 0; i < rounds.size(); i++) {
        assertThat(rounds.get(i)).hasSize(search.method().population());
        if (i > 0) {
          follows(search, rounds.get(i - 1), rounds.get(i));
        }
      }
    }
  }

  /** The best are kept unchanged, at least two of them. */
  private static void follows(GeneticSearch search, List<Genome> before, List<Genome> after) {
    List<Genome> ranked =
        before.stream().sorted(Comparator.comparingDouble(Spaces::score).reversed()).toList();
    int retained = Math.max(2, (int) (search.method().population() * 0.4));
    assertThat(after.subList(0, retained)).isEqualTo(ranked.subList(0, retained));
  }

  @Test
  void childrenHaveOnlyTheirParentsGenesWithoutMutation() {
    for (long seed = 0; seed < SEEDS; seed++) {
      GeneticSearch search =
          new GeneticSearch(
              Spaces.full(), seed, new Method.Genetic(2, 20, 0.4, 0, 0, Duplicates.KEEP));
      Round second = rounds(search).get(1);
      List<Genome> parents = second.kept();
      assertThat(parents).hasSize(8);
      assertThat(second.added()).hasSize(12);
      for (Genome child : second.added()) {
        child
            .values()
            .forEach(
                (gene, value) ->
                    assertThat(parents).anyMatch(parent -> parent.value(gene).equals(value)));
      }
    }
  }

  @Test
  void sameSeedSameSearchAndOtherSeedsOthers() {
    Set<List<List<Genome>>> distinct = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      List<List<Genome>> rounds = run(search(Spaces.full(), 20, seed));
      assertThat(run(search(Spaces.full(), 20, seed))).isEqualTo(rounds);
      distinct.add(rounds);
    }
    assertThat(distinct).hasSize(SEEDS);
  }

  @Test
  void searchImprovesOnItsFirstGeneration() {
    double gain = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<List<Genome>> rounds = run(search(Spaces.full(), 20, seed));
      gain += mean(rounds.get(5)) - mean(rounds.get(0));
    }
    assertThat(gain / SEEDS).isGreaterThan(0.1); // of a range of 0.53
  }

  private static double mean(List<Genome> population) {
    return population.stream().mapToDouble(Spaces::score).average().orElseThrow();
  }

  @Test
  void moreGenerationsBeginWithTheSameOnes() {
    GeneticSearch longer = Searches.genetic(Spaces.full(), 9, 20, 4);
    assertThat(run(longer)).startsWith(run(search(Spaces.full(), 20, 4)).get(0));
    assertThat(run(longer).subList(0, 6)).isEqualTo(run(search(Spaces.full(), 20, 4)));
  }

  @Test
  void equalScoresKeepTheirOrder() {
    GeneticSearch search = search(Spaces.full(), 20, 1);
    List<Genome> next = search.next(1, search.first(), Set.of(), genome -> 0.5).orElseThrow().all();
    assertThat(next.subList(0, 8)).isEqualTo(search.first().all().subList(0, 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 2})
  void tooSmallPopulationsAreRefused(int population) {
    assertThatThrownBy(() -> search(Spaces.full(), population, 1))
        .hasMessage(
            "population is " + population + ", expected 3 or more: two parents and a child");
  }

  @Test
  void noNetworkIsTriedTwice() {
    int all = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Round> rounds =
          rounds(Searches.genetic(Spaces.full(), 10, 20, Duplicates.REPLACE, seed));
      List<Genome> tried = rounds.stream().flatMap(round -> round.added().stream()).toList();
      assertThat(rounds).hasSize(10).allMatch(round -> round.all().size() == 20);
      assertThat(tried).doesNotHaveDuplicates();
      all += tried.size();
    }
    // The first twenty, then each time twenty less eight parents, less 12 × 0.1 chosen at random.
    assertThat(all / (double) SEEDS).isCloseTo(20 + 9 * (12 - 1.2), within(1.1)); // five sigma
  }

  @Test
  void whatReplacesADuplicateIsNearItsParents() {
    Set<Genome> tried = new HashSet<>(List.of(Spaces.full().at(100)));
    Newcomers newcomers = new Newcomers(Duplicates.REPLACE, Spaces.full(), tried);
    Genome changed = newcomers.admit(Spaces.full().at(100), new Random(1)).orElseThrow();
    assertThat(changed.values().entrySet()).isNotEqualTo(Spaces.full().at(100).values().entrySet());
    assertThat(
            changed.values().entrySet().stream()
                .filter(
                    gene -> !gene.getValue().equals(Spaces.full().at(100).value(gene.getKey()))))
        .hasSize(1);
  }

  @Test
  void aSpaceIsTriedToItsLastNetworkAndNoFurther() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Round> rounds = rounds(Searches.genetic(Spaces.tiny(), 99, 3, Duplicates.REPLACE, seed));
      List<Genome> tried = rounds.stream().flatMap(round -> round.added().stream()).toList();
      assertThat(tried).hasSize(4).doesNotHaveDuplicates();
      assertThat(rounds.get(0).all()).hasSize(3);
      assertThat(rounds.get(rounds.size() - 1).added()).hasSize(1); // then the search is over
      assertThat(rounds(Searches.genetic(Spaces.single(), 9, 3, Duplicates.REPLACE, seed)))
          .containsExactly(new Round(List.of(), List.of(Spaces.single().at(0))));
    }
  }

  @Test
  void everyNumberOfARangeIsDrawnFrom() {
    List<Gene> genes = new ArrayList<>(Spaces.single().genes());
    genes.add(new Gene("learning_rate", new Distribution.FloatRange(1e-4, 0.1, true)));
    Space rates = new Space("rates", "", genes);
    List<Round> rounds = rounds(Searches.genetic(rates, 5, 10, Duplicates.REPLACE, 1));
    List<Double> tried =
        rounds.stream()
            .flatMap(round -> round.added().stream())
            .map(genome -> (Double) genome.value("learning_rate"))
            .toList();
    assertThat(tried).doesNotHaveDuplicates().allMatch(rate -> rate >= 1e-4 && rate <= 0.1);
    assertThat(tried.stream().filter(rate -> rate < 0.01)).hasSizeGreaterThan(tried.size() / 3);
  }

  @Test
  void rangesAreNamed() {
    assertThatThrownBy(() -> new Method.Genetic(9, 9, 1, 0.1, 0.2, Duplicates.KEEP))
        .hasMessage("retain is 1.0, expected 0 or more, below 1");
    assertThatThrownBy(() -> new Method.Genetic(9, 9, 0.4, -0.1, 0.2, Duplicates.KEEP))
        .hasMessage("random-select is -0.1, expected 0 or more, below 1");
    assertThatThrownBy(() -> new Method.Genetic(9, 9, 0.4, 0.1, Double.NaN, Duplicates.KEEP))
        .hasMessage("mutate-chance is NaN, expected 0 to 1");
  }

  @Test
  void noGenerationIsRefused() {
    assertThatThrownBy(() -> Searches.genetic(Spaces.full(), 0, 20, 1))
        .hasMessage("generations is 0, expected 1 or more");
  }
}
