package io.github.multigpumnist.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A genetic algorithm: random networks at first; then, generation by generation, the parents chosen
 * by {@link TruncationSelection} stay as they are, and children bred by {@link UniformCrossover}
 * and changed by {@link PointMutation} fill the population up.
 *
 * @param space the networks there are
 * @param generations rounds, 1 or more
 * @param population networks in a generation, 3 or more: two parents and a child
 * @param retain share of the best that are parents, from 0 to below 1
 * @param randomSelect chance of each other network to be a parent too, from 0 to below 1
 * @param mutateChance chance that a child is changed, 0 to 1
 * @param seed of all random choices
 */
public record GeneticSearch(
    SearchSpace space,
    int generations,
    int population,
    double retain,
    double randomSelect,
    double mutateChance,
    long seed)
    implements SearchStrategy {
  private static final int LEAST_POPULATION = 3;

  /** Checks the ranges. */
  public GeneticSearch {
    Checks.atLeast("generations", generations, 1);
    if (population < LEAST_POPULATION) {
      throw new IllegalArgumentException(
          "population is " + population + ", expected 3 or more: two parents and a child");
    }
    new TruncationSelection(retain, randomSelect);
    new PointMutation(mutateChance);
  }

  @Override
  public SearchStrategy withSeed(long other) {
    return new GeneticSearch(
        space, generations, population, retain, randomSelect, mutateChance, other);
  }

  @Override
  public int rounds() {
    return generations;
  }

  @Override
  public Round first() {
    Random random = random(0);
    return new Round(
        List.of(), Stream.generate(() -> space.random(random)).limit(population).toList());
  }

  @Override
  public Optional<Round> next(int round, Round previous, ToDoubleFunction<Genome> fitness) {
    if (round >= generations) {
      return Optional.empty();
    }
    Random random = random(round);
    List<Genome> ranked = // equals stay in their order
        previous.all().stream().sorted(Comparator.comparingDouble(fitness).reversed()).toList();
    List<Genome> parents = new TruncationSelection(retain, randomSelect).select(ranked, random);
    List<Genome> children = new ArrayList<>();
    PointMutation mutation = new PointMutation(mutateChance);
    while (parents.size() + children.size() < population) {
      int mother = random.nextInt(parents.size());
      int other = random.nextInt(parents.size() - 1);
      int father = other < mother ? other : other + 1; // any but the mother
      for (Genome child :
          UniformCrossover.breed(parents.get(mother), parents.get(father), random)) {
        if (parents.size() + children.size() < population) {
          children.add(mutation.mutate(child, space, random));
        }
      }
    }
    return Optional.of(new Round(parents, children));
  }

  /** {@link Random}, whose numbers Java specifies, one a generation. */
  private Random random(int generation) {
    return new Random(Sha256.seed(seed, "generation " + generation));
  }
}
