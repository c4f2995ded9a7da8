package io.github.multigpumnist.space;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One network of a space: a value for every gene. Immutable; equal when the values are.
 *
 * @param values by the gene's name: {@code Integer}, {@code Double} or {@code String}
 */
public record Genome(SortedMap<String, Object> values) {
  private static final int FINGERPRINT_BYTES = 16;

  /** Copies the values. */
  public Genome {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * A gene's value.
   *
   * @param gene its name
   * @return the value
   * @throws IllegalArgumentException when the genome has no such gene
   */
  public Object value(String gene) {
    Object value = values.get(gene);
    if (value == null) {
      throw new IllegalArgumentException(
          "gene '" + gene + "' is none of this genome's: " + values.keySet());
    }
    return value;
  }

  /**
   * The same genome with another value of one gene.
   *
   * @param gene its name
   * @param value its new value
   * @return a new genome
   */
  public Genome with(String gene, Object value) {
    TreeMap<String, Object> changed = new TreeMap<>(values);
    changed.put(gene, value);
    return new Genome(changed);
  }

  /**
   * One line that tells this genome from any other.
   *
   * @return such as {@code activation=relu nb_layers=2 nb_neurons=512 optimizer=adam}, the genes in
   *     alphabetical order
   */
  @Override
  public String toString() {
    return values.entrySet().stream().map(Genome::text).collect(Collectors.joining(" "));
  }

  private static String text(Map.Entry<String, Object> gene) {
    return gene.getKey() + "=" + CanonicalText.of(gene.getValue());
  }

  /**
   * What a study knows this network by, whatever the order of its space's genes: the first 128 bits
   * of the SHA-256 of {@link #toString} in UTF-8.
   *
   * @return 32 hexadecimal digits, lower case
   */
  public String fingerprint() {
    return Sha256.hex(toString().getBytes(StandardCharsets.UTF_8))
        .substring(0, 2 * FINGERPRINT_BYTES);
  }
}
