package io.github.multigpumnist.report;

import io.github.multigpumnist.study.Trial;
import java.util.Comparator;
import java.util.List;

/** The values that a gene has among trials. */
final class GeneValues {
  private GeneValues() {}

  /** Each once: numbers ascending, others in the order in which they were first tried. */
  static List<Object> of(String gene, List<Trial> trials) {
    List<Object> values =
        trials.stream()
            .sorted(Comparator.comparingInt(Trial::number))
            .filter(t -> t.params().containsKey(gene))
            .map(t -> t.params().get(gene))
            .distinct()
            .toList();
    return areNumbers(values)
        ? values.stream().sorted(Comparator.comparingDouble(GeneValues::number)).toList()
        : values;
  }

  /** As text; the texts that could not be seen or would look like None stand in quotes. */
  static String label(Object value) {
    String text = String.valueOf(value);
    return value instanceof String && (text.isBlank() || text.equals("null"))
        ? '"' + text + '"'
        : text;
  }

  /** Whether there are values, and all of them numbers. */
  static boolean areNumbers(List<Object> values) {
    return !values.isEmpty() && values.stream().allMatch(Number.class::isInstance);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
