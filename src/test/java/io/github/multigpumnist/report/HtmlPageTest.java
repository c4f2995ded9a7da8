package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static final String WILD = "<script>alert('1')</script> & \"two\"";
  private static final String SAFE =
      "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;two&quot;";

  @Test
  void escapesTextEverywhere() {
    Picture picture = Picture.pixels(new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB), 3);
    String html =
        new HtmlPage(WILD, WILD)
            .section(WILD)
            .paragraph(WILD)
            .facts(WILD, Map.of(WILD, WILD))
            .table(WILD, List.of(WILD), List.of(List.of(WILD)))
            .amounts(WILD, WILD, List.of(WILD), List.of(List.of(1)))
            .figure(picture, WILD, WILD)
            .tiles(List.of(new HtmlPage.Tile(picture, WILD, WILD)))
            .html(WILD);
    assertThat(html).doesNotContain("<script").doesNotContain(WILD);
    // Title and heading; lead, section, paragraph; 3 of the facts, 3 of the table, 4 of the
    // amounts; 2 of each picture; the foot.
    assertThat(html.split(Pattern.quote(SAFE), -1)).hasSize(1 + 2 + 3 + 3 + 3 + 4 + 2 + 2 + 1);
  }

  @Test
  void replacesWhatHtmlCannotHold() {
    assertThat(HtmlPage.escape("a\u0000b\u001bc\ud800d\n")).isEqualTo("a\ufffdb\ufffdc\ufffdd\n");
    assertThat(HtmlPage.escape("Größe 𝜎 → ½")).isEqualTo("Größe 𝜎 → ½");
  }

  @Test
  void loadsNothing() {
    String html = new HtmlPage("a", "b").html("c");
    assertThat(html)
        .contains("default-src 'none'; img-src data:")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("<script")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @Test
  void putsColumnsOfNumbersToTheRight() {
    String html =
        new HtmlPage("a", "b")
            .table(
                "",
                List.of("name", "score", "time"),
                List.of(List.of("one", "0.5", "3.2 s"), List.of("2", "–", "4:05 min")))
            .html("c");
    assertThat(html)
        .contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">score</th>")
        .contains("<td>2</td><td class=\"number\">–</td><td class=\"number\">4:05 min</td>");
  }

  @Test
  void colourOfAnAmountIsItsShareOfTheRow() {
    String html =
        new HtmlPage("a", "b")
            .amounts("", "", List.of("x", "y"), List.of(List.of(0, 0), List.of(0, 7)))
            .html("c");
    assertThat(html)
        .contains("<td class=\"right\" style=\"background:" + Palette.amount(0) + "\">·</td>")
        .contains("<td class=\"right\" style=\"background:" + Palette.amount(1) + "\">7</td>");
  }
}
