package io.github.multigpumnist.tower;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.model.Precision;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeDef;

class LocaleTest {
  @Test
  void namesHaveAsciiDigitsInEveryLocale() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("fa-IR"));
    try {
      assertThat(String.format("%d", 1)).as("the locale has digits of its own").isNotEqualTo("1");
      TowerGraph graph =
          TowerGraph.forServing(
              Tiny.withBatchNorm().forData(Shape.of(Tiny.SIDE, Tiny.SIDE, 1), Tiny.CLASSES),
              Precision.FLOAT32);
      assertThat(graph.graphDef().getNodeList())
          .extracting(NodeDef::getName)
          .allMatch(name -> name.matches("[\\x00-\\x7f]+"))
          .anyMatch(name -> name.matches(".*_\\d+"));
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }
}
