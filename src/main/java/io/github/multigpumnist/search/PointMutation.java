package io.github.multigpumnist.search;

import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import java.util.Random;

/**
 * By chance gives one random gene of a child a random value of its space, which may be the one it
 * has.
 *
 * <p>Source: Bäck, Fogel and Michalewicz 1997, "Handbook of evolutionary computation", C3.2; the
 * chance of 0.2 a child is harvitronix's.
 *
 * @param chance that a child is changed, 0 to 1
 */
record PointMutation(double chance) {

  Genome mutate(Genome child, Space space, Random random) {
    if (random.nextDouble() >= chance) {
      return child;
    }
    Gene gene = space.genes().get(random.nextInt(space.genes().size()));
    return child.with(gene.name(), gene.values().draw(random));
  }
}
