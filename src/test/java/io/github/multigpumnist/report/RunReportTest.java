package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.training.Evaluation;
import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.Mistake;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  private static final List<String> NAMES = List.of("ant", "bee", "<cat>");
  @TempDir private Path folder;

  /** Four images of labels 0, 1, 2, 2; the third is taken for 0, the fourth, surer, for 1. */
  private static Inspection inspection(ModelSpec model) {
    byte[] pixels = new byte[4 * Tiny.SIDE * Tiny.SIDE];
    pixels[2 * Tiny.SIDE * Tiny.SIDE] = (byte) 200;
    LabeledImages images =
        new LabeledImages(Tiny.SIDE, Tiny.SIDE, 1, 3, pixels, new int[] {0, 1, 2, 2});
    List<Mistake> mistakes = List.of(new Mistake(3, 2, 1, 1), new Mistake(2, 2, 0, 0.6652));
    Evaluation evaluation =
        new Evaluation(4, 2, 1.5, List.of(List.of(1, 0, 0), List.of(0, 1, 0), List.of(1, 1, 0)));
    return new Inspection(Tiny.network(model), images, evaluation, mistakes, variables(model));
  }

  /** Weights that count up. */
  private static Map<String, float[]> variables(ModelSpec model) {
    Map<String, float[]> variables = new LinkedHashMap<>();
    for (Network.LayerVariable variable : Tiny.network(model).variables()) {
      float[] values = new float[(int) variable.spec().shape().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      variables.put(variable.fullName(), values);
    }
    return variables;
  }

  private String html(Inspection inspection, Path metrics) throws IOException {
    return new RunReport(
            "tiny on noise",
            "test",
            inspection,
            NAMES,
            Optional.ofNullable(metrics),
            Map.of("speed", "7 images/s"))
        .html("Written by a test.");
  }

  @Test
  void showsFiguresMistakesFiltersAndLayers() throws IOException {
    String html = html(inspection(Tiny.convnet()), null);
    assertThat(html)
        .contains("<h1>tiny on noise</h1>")
        .contains("test accuracy 0.5000 (2 of 4), loss 1.5000.")
        .contains("<th scope=\"row\">speed</th><td>7 images/s</td>")
        .contains("&lt;cat&gt; → bee\n100.0 %\n#3")
        .contains("&lt;cat&gt; → ant\n66.5 %\n#2")
        .contains("The 4 filters of 3 × 3 weights, all on one scale: black is −35.000")
        .contains("<td>pool1</td><td>max_pool</td><td>4 × 4 × 4</td>")
        .doesNotContain("Learning curves");
    assertThat(html.split("<img ", -1)).hasSize(1 + 2 + 4);
  }

  @Test
  void drawsImagesAndFiltersAsTheyAre() throws IOException {
    Inspection inspection = inspection(Tiny.convnet());
    BufferedImage image = Pixels.image(inspection.images(), 2);
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xc8c8c8);
    assertThat(image.getRGB(1, 0) & 0xffffff).isZero();

    // Weights 0 to 35 of 3 × 3 × 1 × 4: the last filter's last weight is the greatest.
    String html = html(inspection, null);
    String last = html.substring(html.lastIndexOf("base64,") + 7);
    byte[] png = Base64.getDecoder().decode(last.substring(0, last.indexOf('"')));
    BufferedImage filter = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(filter.getWidth()).isEqualTo(3);
    assertThat(filter.getRGB(2, 2) & 0xff).isEqualTo(255);
    assertThat(filter.getRGB(0, 0) & 0xff).isEqualTo(Math.round(127.5f * (1 + 3f / 35)));
  }

  @Test
  void drawsCurvesOfWhatTheRunLogged() throws IOException {
    Path metrics = folder.resolve("metrics.jsonl");
    Files.writeString(
        metrics,
        """
        {"kind":"step","step":100,"epoch":0.5,"cross_entropy":1.5}
        {"kind":"epoch","step":200,"epoch":1,"validation_accuracy":0.75,"validation_loss":0.5}
        {"kind":"epoch","step":400,"epoch":2,"validation_accuracy":0.875,"validation_loss":"NaN"}
        {"kind":"epoch","step":4""");
    assertThat(html(inspection(Tiny.convnet()), metrics))
        .contains("training, at single steps: 1.5000 at last; validation, after each epoch: 0.5000")
        .contains("validation: 0.8750 at last");
    assertThat(html(inspection(Tiny.convnet()), folder.resolve("none")))
        .doesNotContain("Learning curves");
  }

  @Test
  void aPerfectNetworkWithoutConvolutionsHasNeitherMistakesNorFilters() throws IOException {
    Inspection wrong = inspection(Tiny.model(new Flatten("flatten"), Tiny.logits("out", 0)));
    Examples images = wrong.images().slice(0, 2);
    Inspection right =
        new Inspection(
            wrong.network(),
            images,
            new Evaluation(2, 2, 0, List.of(List.of(1, 0, 0), List.of(0, 1, 0), List.of(0, 0, 0))),
            List.of(),
            wrong.variables());
    assertThat(html(right, null))
        .contains("Every image was classified correctly.")
        .doesNotContain("confidently wrong")
        .doesNotContain("Filters of")
        .doesNotContain("<img");
  }
}
