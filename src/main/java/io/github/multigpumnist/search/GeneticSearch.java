package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Sha256;
import io.github.multigpumnist.space.Space;
import io.github.multigpumnist.study.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A genetic algorithm: random networks at first; then, generation by generation, the parents chosen
 * by {@link TruncationSelection} stay as they are, and children bred by {@link UniformCrossover}
 * and changed by {@link PointMutation} fill the population up. A child that has been tried is given
 * to {@link Newcomers}, unless duplicates are kept.
 *
 * @param space the networks there are
 * @param seed of all random choices
 * @param method sizes and chances
 */
public record GeneticSearch(Space space, long seed, Method.Genetic method)
    implements SearchStrategy {

  @Override
  public Round first() {
    Random random = random(0);
    Newcomers newcomers = new Newcomers(method.duplicates(), space, Set.of());
    List<Genome> networks = new ArrayList<>();
    for (int i = 0; i < method.population(); i++) {
      newcomers.admit(space.random(random), random).ifPresent(networks::add);
    }
    return new Round(List.of(), networks);
  }

  @Override
  public Optional<Round> next(
      int number, Round previous, Set<Genome> tried, ToDoubleFunction<Genome> fitness) {
    if (number >= method.generations()) {
      return Optional.empty();
    }
    Random random = random(number);
    List<Genome> ranked = // equals stay in their order
        previous.all().stream().sorted(Comparator.comparingDouble(fitness).reversed()).toList();
    Newcomers newcomers = new Newcomers(method.duplicates(), space, tried);
    if (newcomers.exhausted() || ranked.size() < 2) {
      return Optional.empty(); // every network of the space is tried
    }
    List<Genome> parents =
        new TruncationSelection(method.retain(), method.randomSelect()).select(ranked, random);
    return Optional.of(new Round(parents, children(parents, newcomers, random)));
  }

  private List<Genome> children(List<Genome> parents, Newcomers newcomers, Random random) {
    PointMutation mutation = new PointMutation(method.mutateChance());
    List<Genome> children = new ArrayList<>();
    int wanted = method.population() - parents.size();
    while (children.size() < wanted && !newcomers.exhausted()) {
      int mother = random.nextInt(parents.size());
      int other = random.nextInt(parents.size() - 1);
      int father = other < mother ? other : other + 1; // any but the mother
      for (Genome child :
          UniformCrossover.breed(parents.get(mother), parents.get(father), random)) {
        if (children.size() < wanted) {
          Genome changed = mutation.mutate(child, space, random);
          newcomers.admit(changed, random).ifPresent(children::add);
        }
      }
    }
    return children;
  }

  /** {@link Random}, whose numbers Java specifies, one a generation. */
  private Random random(int generation) {
    return new Random(Sha256.seed(seed, "generation " + generation));
  }
}
