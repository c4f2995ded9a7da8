package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.training.Timeline;
import io.github.multigpumnist.training.Timeline.Slice;
import io.github.multigpumnist.training.TracePhase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TracePictureTest {
  private static Slice slice(String row, TracePhase phase, double begin, double end) {
    return new Slice(row, phase, row + "/x", "MatMul", "CPU:0", 7, begin, end);
  }

  @Test
  void drawsARowForEachTowerAndWhatFollows() throws Exception {
    Timeline timeline =
        new Timeline(
            3,
            List.of(
                slice("tower_0", TracePhase.FORWARD, 0, 400),
                slice("tower_1", TracePhase.FORWARD, 100, 500),
                slice("tower_0", TracePhase.GRADIENTS, 400, 800),
                slice("tower_1", TracePhase.GRADIENTS, 500, 800),
                slice("average", TracePhase.AVERAGE, 800, 900),
                slice("update", TracePhase.UPDATE, 900, 1000)));
    Document svg = parse(TracePicture.svg(timeline));
    String text = svg.getDocumentElement().getTextContent();
    assertThat(text)
        .contains(
            "Trace of step 3: 1.0 ms, towers ran side by side for 100 % of the shorter one's time")
        .contains("tower_0", "tower_1", "forward", "gradients", "average", "update", "CPU:0");
    // 780 pixels are 1000 µs, from pixel 96 on.
    assertThat(boxes(svg, "#3d85c6")).containsExactly("96.0 312.0", "174.0 312.0");
    assertThat(boxes(svg, "#cc4125")).containsExactly("798.0 78.0");
  }

  /** Place and width of the operations' boxes of a colour. */
  private static List<String> boxes(Document svg, String colour) {
    List<String> found = new ArrayList<>();
    NodeList all = svg.getElementsByTagName("rect");
    for (int i = 0; i < all.getLength(); i++) {
      Element box = (Element) all.item(i);
      if (box.getAttribute("fill").equals(colour) && box.getAttribute("height").equals("26")) {
        found.add(box.getAttribute("x") + " " + box.getAttribute("width"));
      }
    }
    return found;
  }

  @Test
  void staysSmallHoweverManyOperationsThereAre() throws Exception {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      slices.add(slice("tower_" + i % 4, TracePhase.FORWARD, 10 * i, 10 * i + 3));
    }
    String svg = TracePicture.svg(new Timeline(1, slices));
    assertThat(svg.length()).isLessThan(100_000);
    parse(svg);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
