package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.space.Spaces;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {
  private static final Space SPACE = Spaces.full();
  private static final int TRIES = 20_000;

  @ParameterizedTest
  @CsvSource({
    "0.4, 20, 8",
    "0.4, 3, 2",
    "0.4, 4, 2",
    "0.4, 5, 2",
    "0.4, 7, 2",
    "0.4, 8, 3",
    "0, 20, 2",
    "0.29, 100, 29",
    "0.999, 10, 9"
  })
  void retainsTheShareRoundedDownButAtLeastTwo(double retain, int population, int retained) {
    assertThat(new TruncationSelection(retain, 0.1).retained(population)).isEqualTo(retained);
  }

  @Test
  void bestStayInOrderAndOthersByChance() {
    List<Genome> ranked = LongStream.range(0, 20).mapToObj(SPACE::at).toList();
    TruncationSelection selection = new TruncationSelection(0.4, 0.1);
    Random random = new Random(5);
    int[] kept = new int[20];
    for (int i = 0; i < TRIES; i++) {
      List<Genome> parents = selection.select(ranked, random);
      assertThat(parents.subList(0, 8)).isEqualTo(ranked.subList(0, 8));
      assertThat(parents).isSubsetOf(ranked).doesNotHaveDuplicates();
      parents.forEach(p -> kept[ranked.indexOf(p)]++);
    }
    for (int i = 8; i < 20; i++) { // 5 standard deviations of a share of 0.1
      assertThat(kept[i] / (double) TRIES).isCloseTo(0.1, within(5 * 0.3 / Math.sqrt(TRIES)));
    }
  }

  @Test
  void childrenTakeEachGeneFromEitherParentEvenly() {
    Genome mother = SPACE.at(0);
    Genome father = SPACE.at(671); // differs in every gene
    Random random = new Random(3);
    Map<String, Integer> ofMother = new HashMap<>();
    Set<Genome> seen = new HashSet<>();
    int twins = 0;
    for (int i = 0; i < TRIES; i++) {
      List<Genome> children = UniformCrossover.breed(mother, father, random);
      assertThat(children).hasSize(2);
      twins += children.get(0).equals(children.get(1)) ? 1 : 0;
      for (Genome child : children) {
        seen.add(child);
        child
            .values()
            .forEach(
                (gene, value) -> {
                  assertThat(value).isIn(mother.value(gene), father.value(gene));
                  ofMother.merge(gene, value.equals(mother.value(gene)) ? 1 : 0, Integer::sum);
                });
      }
    }
    assertThat(seen).hasSize(16); // every mixture, the parents themselves too
    double error = 5 * 0.5 / Math.sqrt(2 * TRIES);
    ofMother.forEach(
        (gene, n) -> assertThat(n / (2.0 * TRIES)).as(gene).isCloseTo(0.5, within(error)));
    assertThat(twins / (double) TRIES)
        .isCloseTo(1 / 16.0, within(0.01)); // independent of each other
  }

  @Test
  void parentsOfDifferentSpacesAreRefused() {
    Genome other = SPACE.at(0).with("dropout", 0.5);
    assertThatThrownBy(() -> UniformCrossover.breed(SPACE.at(0), other, new Random(1)))
        .hasMessageContaining("expected the same genes");
  }

  @Test
  void mutationChangesOneEvenlyChosenGeneAtItsRate() {
    Genome child = SPACE.at(100);
    PointMutation mutation = new PointMutation(0.2);
    Random random = new Random(11);
    Map<String, Integer> changes = new HashMap<>();
    for (int i = 0; i < TRIES; i++) {
      Genome mutant = mutation.mutate(child, SPACE, random);
      List<String> changed =
          child.values().keySet().stream()
              .filter(gene -> !mutant.value(gene).equals(child.value(gene)))
              .toList();
      assertThat(changed).hasSizeLessThanOrEqualTo(1);
      changed.forEach(gene -> changes.merge(gene, 1, Integer::sum));
    }
    for (Gene gene : SPACE.genes()) { // a gene of n values is given another one in n - 1 of n cases
      long n = gene.values().size();
      double share = 0.2 / 4 * (n - 1) / n;
      assertThat(changes.get(gene.name()) / (double) TRIES)
          .as(gene.name())
          .isCloseTo(share, within(5 * Math.sqrt(share / TRIES)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void mutationNeverAndAlways(int chance) {
    Space wide =
        new Space(
            "wide",
            "",
            List.of(
                new Gene("nb_neurons", new Distribution.IntRange(1, 60_000, 1)),
                new Gene("nb_layers", new Distribution.IntRange(1, 100, 1)),
                Gene.of("activation", "relu"),
                Gene.of("optimizer", "adam")));
    Random random = new Random(1);
    long mutants =
        IntStream.range(0, 1000)
            .filter(
                i -> !new PointMutation(chance).mutate(wide.at(0), wide, random).equals(wide.at(0)))
            .count();
    assertThat(mutants).isBetween(chance * 400L, chance * 600L); // two of four genes have a choice
  }
}
