package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Genome;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Breeds two children of two parents: each child takes every gene from either parent, evenly and
 * independently of the other child.
 *
 * <p>Source: Syswerda 1989, "Uniform crossover in genetic algorithms".
 */
final class UniformCrossover {
  private UniformCrossover() {}

  /** Two children of parents of one space. */
  static List<Genome> breed(Genome mother, Genome father, Random random) {
    if (!mother.values().keySet().equals(father.values().keySet())) {
      throw new IllegalArgumentException(
          "parents are " + mother + " and " + father + ", expected the same genes");
    }
    return List.of(child(mother, father, random), child(mother, father, random));
  }

  private static Genome child(Genome mother, Genome father, Random random) {
    SortedMap<String, Object> values = new TreeMap<>();
    for (String gene : mother.values().keySet()) {
      values.put(gene, (random.nextBoolean() ? mother : father).value(gene));
    }
    return new Genome(values);
  }
}
