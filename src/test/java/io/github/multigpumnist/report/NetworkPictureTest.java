package io.github.multigpumnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The picture is an SVG document with a box a layer. */
class NetworkPictureTest {

  @ParameterizedTest
  @FieldSource("io.github.multigpumnist.model.ModelFile#BUNDLED")
  void showsEveryLayerInOrder(String name) throws Exception {
    Network network = ModelFile.load(name).forData(Shape.of(28, 28, 1), 10);
    Document picture = parse(NetworkPicture.svg(network));
    List<String> titles = texts(picture, "14");
    List<String> expected = new ArrayList<>(List.of("images", "preprocessing"));
    network.layers().forEach(layer -> expected.add(layer.name()));
    expected.add("softmax");
    assertThat(titles).containsExactlyElementsOf(expected);
    assertThat(texts(picture, "11")).contains("28×28×1", "10 probabilities");
    assertThat(picture.getElementsByTagName("path").getLength())
        .as("an arrow between neighbours, and the arrow's tip")
        .isEqualTo(expected.size());
  }

  /** What is drawn is within the picture, and no box lies on another. */
  @ParameterizedTest
  @FieldSource("io.github.multigpumnist.model.ModelFile#BUNDLED")
  void boxesAreApart(String name) throws Exception {
    Document picture =
        parse(NetworkPicture.svg(ModelFile.load(name).forData(Shape.of(28, 28, 1), 10)));
    NodeList boxes = picture.getElementsByTagName("rect");
    Element paper = (Element) boxes.item(0);
    List<String> places = new ArrayList<>();
    for (int i = 1; i < boxes.getLength(); i++) {
      Element box = (Element) boxes.item(i);
      places.add(box.getAttribute("x") + "," + box.getAttribute("y"));
      assertThat(number(box, "x") + number(box, "width")).isLessThan(number(paper, "width"));
      assertThat(number(box, "y") + number(box, "height")).isLessThan(number(paper, "height"));
    }
    assertThat(places).doesNotHaveDuplicates();
  }

  @Test
  void theReadmesPictureIsDrawnByTheProgram() throws Exception {
    Network network = ModelFile.load("convnet").forData(Shape.of(28, 28, 1), 10);
    assertThat(Path.of("src/docs/convnet.svg")).hasContent(NetworkPicture.svg(network));
  }

  @Test
  void namesAreText() throws Exception {
    ModelSpec tiny = Tiny.convnet();
    ModelSpec odd =
        new ModelSpec("<b> & 100 %s", "", tiny.preprocessing(), tiny.layers(), tiny.recipes());
    Document picture = parse(NetworkPicture.svg(Tiny.network(odd)));
    assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("The layers of <b> & 100 %s");
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document picture, String size) {
    NodeList all = picture.getElementsByTagName("text");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).getAttribute("font-size").equals(size)) {
        found.add(all.item(i).getTextContent());
      }
    }
    return found;
  }
}
