package io.github.multigpumnist.space;

import java.util.List;

/**
 * One property in which the networks of a space differ.
 *
 * @param name one of {@code nb_neurons}, {@code nb_layers}, {@code activation}, {@code optimizer},
 *     {@code dropout}, {@code batch_size}, {@code learning_rate}
 * @param values what it may be
 */
public record Gene(String name, Distribution values) {

  /** Checks the name, and every value against what the gene stands for. */
  public Gene {
    MlpGene kind =
        MlpGene.byKey(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown gene, expected one of " + MlpGene.keys()));
    if (values instanceof Distribution.IntRange range) {
      kind.check(range.low()); // all between two right numbers are right
      kind.check(range.high());
    } else if (values instanceof Distribution.FloatRange range) {
      kind.check(range.low());
      kind.check(range.high());
    } else {
      for (int i = 0; i < values.size(); i++) {
        kind.check(values.at(i));
      }
    }
  }

  /**
   * A gene with listed values.
   *
   * @param name as above
   * @param values integers, doubles or texts
   * @return the gene
   */
  public static Gene of(String name, Object... values) {
    return new Gene(name, new Distribution.Categorical(List.of(values)));
  }
}
