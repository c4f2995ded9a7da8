package io.github.multigpumnist.space;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * The networks that a search may try: every combination of its genes' values.
 *
 * @param name for people
 * @param description a sentence for people
 * @param genes in order; {@code nb_neurons}, {@code nb_layers}, {@code activation} and {@code
 *     optimizer} are always among them
 */
public record Space(String name, String description, List<Gene> genes) {

  /** Checks that no gene stands twice and none that every network needs is missing. */
  public Space {
    Objects.requireNonNull(name, "name is missing");
    description = Objects.requireNonNullElse(description, "");
    genes = List.copyOf(genes);
    Set<String> names = new HashSet<>();
    for (Gene gene : genes) {
      if (!names.add(gene.name())) {
        throw new IllegalArgumentException(
            "gene '" + gene.name() + "' stands twice, expected each gene once");
      }
    }
    for (MlpGene kind : MlpGene.values()) {
      if (kind.isRequired() && !names.contains(kind.key())) {
        throw new IllegalArgumentException(
            "gene '" + kind.key() + "' is missing, expected a list of its values");
      }
    }
  }

  /**
   * How many networks there are.
   *
   * @return the product of the genes' numbers of values; {@link Distribution#UNCOUNTED} when it is
   *     greater, or a gene has every number of a range
   */
  public long size() {
    long size = 1;
    for (Gene gene : genes) {
      if (size > Distribution.UNCOUNTED / gene.values().size()) {
        return Distribution.UNCOUNTED;
      }
      size *= gene.values().size();
    }
    return size;
  }

  /**
   * One of the networks.
   *
   * @param index from 0 to {@code size() - 1}; neighbours differ in the last gene
   * @return its genome
   */
  public Genome at(long index) {
    TreeMap<String, Object> values = new TreeMap<>();
    long rest = index;
    for (int i = genes.size() - 1; i >= 0; i--) {
      Gene gene = genes.get(i);
      values.put(gene.name(), gene.values().at(rest % gene.values().size()));
      rest /= gene.values().size();
    }
    return new Genome(values);
  }

  /**
   * Any of the networks, each as probable as another.
   *
   * @param random drawn from once a gene, in their order
   * @return its genome
   */
  public Genome random(Random random) {
    TreeMap<String, Object> values = new TreeMap<>();
    for (Gene gene : genes) {
      values.put(gene.name(), gene.values().draw(random));
    }
    return new Genome(values);
  }
}
