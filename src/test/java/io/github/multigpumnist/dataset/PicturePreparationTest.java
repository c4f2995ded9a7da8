package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.DrawnDigit;
import io.github.multigpumnist.dataset.PicturePreparation.Inversion;
import io.github.multigpumnist.dataset.PicturePreparation.Prepared;
import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody's pictures become a model's images; what is none is refused by its file's name. */
class PicturePreparationTest {
  private static final int MOST = Integer.MAX_VALUE;
  @TempDir private Path folder;

  private static DataDescription data(int height, int width, int depth, int background) {
    int inkSide = Math.min(height, width);
    return new DataDescription(
        height, width, depth, List.of("a", "b"), background, inkSide, PictureFit.PAD);
  }

  private static DataDescription mnist() {
    return new DataDescription(28, 28, 1, List.of("0", "1"), 0, 20, PictureFit.CENTER);
  }

  private static PicturePreparation padding(DataDescription data) {
    return new PicturePreparation(data, Inversion.NO, PictureFit.PAD);
  }

  private static PicturePreparation usual(DataDescription data) {
    return new PicturePreparation(data, Inversion.AUTO, data.fit());
  }

  private Path png(String name, int width, int... greys) throws IOException {
    BufferedImage image =
        new BufferedImage(width, greys.length / width, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < greys.length; i++) {
      image.getRaster().setSample(i % width, i / width, 0, greys[i]);
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static int[] ints(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }

  private static int[] only(PicturePreparation preparation, Path file) throws IOException {
    List<Prepared> found = preparation.read(file, MOST);
    assertThat(found).hasSize(1);
    return ints(found.get(0).pixels());
  }

  @Test
  void shrinksByTheMeanOfEachArea() throws IOException {
    Path file = png("a.png", 4, 0, 100, 8, 8, 100, 0, 8, 8, 40, 40, 7, 9, 40, 40, 255, 1);
    assertThat(only(padding(data(2, 2, 1, 0)), file)).containsExactly(50, 8, 40, 68);
  }

  /** 3 to 2: each new pixel is one and a half old ones, (2a + b) / 3 and (b + 2c) / 3. */
  @Test
  void sharesPixelsOnAnEdge() throws IOException {
    Path file = png("a.png", 3, 30, 60, 150, 30, 60, 150, 30, 60, 150);
    assertThat(only(padding(data(2, 2, 1, 0)), file)).containsExactly(40, 120, 40, 120);
  }

  @Test
  void keepsTheSidesRatioAndGoesOnWithTheBorder() throws IOException {
    Path wide = png("a.png", 4, 10, 10, 10, 10, 10, 90, 90, 10);
    assertThat(only(padding(data(4, 4, 1, 0)), wide))
        .containsExactly(10, 10, 10, 10, 10, 10, 10, 10, 10, 90, 90, 10, 10, 10, 10, 10);
    Path tall = png("b.png", 1, 10, 10, 90, 10);
    assertThat(only(padding(data(2, 3, 1, 0)), tall)).containsExactly(10, 10, 10, 10, 50, 10);
  }

  @Test
  void givesColoursToAModelThatHasThem() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0a141e);
    Path file = folder.resolve("colour.png");
    ImageIO.write(image, "png", file.toFile());
    assertThat(only(padding(data(2, 2, 3, 0)), file)).startsWith(10, 20, 30, 0, 0, 0);
    assertThat(only(padding(data(2, 2, 1, 0)), file)).containsExactly(18, 0, 0, 0);
    Path grey = png("grey.png", 2, 1, 2, 3, 4);
    assertThat(only(padding(data(2, 2, 3, 0)), grey))
        .containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 200, AUTO, true",
    "0, 100, AUTO, false",
    "63, 128, AUTO, true",
    "64, 200, AUTO, false",
    "255, 200, AUTO, false",
    "255, 100, AUTO, true",
    "191, 100, AUTO, false",
    "0, 100, YES, true",
    "0, 200, NO, false"
  })
  void exchangesLightAndDark(int background, int border, Inversion how, boolean expected)
      throws IOException {
    Path file = png("a.png", 3, border, border, border, border, 20, border, border, border, border);
    Prepared found =
        new PicturePreparation(data(3, 3, 1, background), how, PictureFit.PAD)
            .read(file, MOST)
            .get(0);
    assertThat(found.inverted()).isEqualTo(expected);
    assertThat(found.pixels()[4] & 0xff).isEqualTo(expected ? 235 : 20);
    assertThat(found.pixels()[0] & 0xff).isEqualTo(expected ? 255 - border : border);
  }

  @Test
  void leavesLightPhotographsAsTheyAre() throws IOException {
    Path file = png("a.png", 2, 250, 250, 250, 250);
    assertThat(usual(data(2, 2, 3, 0)).read(file, MOST).get(0).inverted()).isFalse();
  }

  @Test
  void takesAPictureOfTheModelsSizeAsItIs() throws IOException {
    int[] greys = new int[28 * 28];
    greys[3 * 28 + 4] = 120; // far from the middle, faint
    Path file = png("a.png", 28, greys);
    assertThat(only(usual(mnist()), file)).containsExactly(greys);
  }

  /** Wherever a digit is drawn, however large and in whatever colours: the model sees the same. */
  @Test
  void centresADigitAsMnistDoes() throws IOException {
    DrawnDigit plain = new DrawnDigit(5, 200, 200, false);
    int[] expected = only(usual(mnist()), plain.write(folder.resolve("a.png"), 0.6, 0));
    assertThat(extent(expected)).isEqualTo(20);
    assertThat(middle(expected, 1)).isCloseTo(14, within(0.6));
    assertThat(middle(expected, 28)).isCloseTo(14, within(0.6));
    assertThat(Arrays.stream(expected).max().getAsInt()).isGreaterThan(240);
    Path[] others = {
      plain.write(folder.resolve("small.png"), 0.3, -0.2),
      new DrawnDigit(5, 90, 300, true).write(folder.resolve("wide.png"), 0.9, 0.3),
      new DrawnDigit(5, 400, 150, true).write(folder.resolve("tall.jpg"), 0.5, 0),
    };
    for (Path other : others) {
      int[] found = only(usual(mnist()), other);
      assertThat(difference(found, expected)).as(other.toString()).isLessThan(8);
    }
    Path two = new DrawnDigit(2, 200, 200, false).write(folder.resolve("two.png"), 0.6, 0);
    assertThat(difference(only(usual(mnist()), two), expected)).isGreaterThan(25);
  }

  /** Mean over the pixels. */
  private static double difference(int[] a, int[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static int extent(int[] image) {
    int top = 28;
    int bottom = 0;
    for (int i = 0; i < image.length; i++) {
      if (image[i] > 51) {
        top = Math.min(top, i / 28);
        bottom = Math.max(bottom, i / 28);
      }
    }
    return bottom - top + 1;
  }

  private static double middle(int[] image, int stride) {
    double sum = 0;
    double moment = 0;
    for (int i = 0; i < image.length; i++) {
      sum += image[i];
      moment += image[i] * ((stride == 1 ? i % 28 : i / 28) + 0.5);
    }
    return moment / sum;
  }

  /** As with a usual pen: a stroke of a pixel or two, at full strength. */
  @ParameterizedTest
  @ValueSource(floats = {0.5f, 1, 2, 4})
  void thickensAThinPen(float pen) throws IOException {
    DrawnDigit digit = new DrawnDigit(3, 800, 800, true);
    int[] usual = only(usual(mnist()), digit.write(folder.resolve("a.png"), 0.7, 0, 9));
    int[] thin = only(usual(mnist()), digit.write(folder.resolve("b.png"), 0.7, 0, pen));
    assertThat(Arrays.stream(thin).max().getAsInt()).isGreaterThan(240);
    assertThat(extent(thin)).isEqualTo(20);
    assertThat(difference(thin, usual)).isLessThan(20);
  }

  @Test
  void refusesAGreyPictureInWhichNothingIsToBeSeen() throws IOException {
    Path plain = png("a.png", 2, 7, 7, 7, 7, 7, 7);
    seesNothing(usual(mnist()), plain, "");
    seesNothing(padding(data(3, 2, 1, 0)), plain, "");
    int[] speck = new int[300 * 300];
    speck[150 * 300 + 150] = 200;
    seesNothing(padding(data(4, 4, 1, 0)), png("b.png", 300, speck), "");
    Path idx = folder.resolve("images");
    IdxFile.write(idx, new IdxArray(new int[] {2, 2, 1}, new byte[] {1, 2, 3, 3}));
    seesNothing(padding(data(2, 1, 1, 0)), idx, "image 1: ");
    assertThat(padding(data(2, 1, 1, 0)).read(idx, 1)).hasSize(1);

    Path transparent = folder.resolve("c.png");
    BufferedImage empty = new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB);
    ImageIO.write(empty, "png", transparent.toFile());
    seesNothing(usual(mnist()), transparent, "");
    assertThat(usual(data(9, 9, 3, 0)).read(transparent, MOST).get(0).plain()).isTrue();
  }

  private static void seesNothing(PicturePreparation preparation, Path file, String which) {
    assertThatIOException()
        .isThrownBy(() -> preparation.read(file, MOST))
        .withMessageStartingWith(file + ": " + which + "nothing is to be seen in it at ");
  }

  @Test
  void stretchesExactlyAsImageFoldersAreRead() throws IOException {
    Path file = new DrawnDigit(3, 70, 130, true).write(folder.resolve("a.jpg"), 0.7, 0);
    DataDescription colour = data(32, 32, 3, 200);
    byte[] read = Picture.read(file, new ImageFolderName.PictureShape(32, 32, 3)).values();
    assertThat(
            new PicturePreparation(colour, Inversion.AUTO, PictureFit.STRETCH)
                .read(file, MOST)
                .get(0)
                .pixels())
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 3", "3, 1", "1, 3"})
  void stretchesIdxImagesAsFilesOfTheSamePixels(int stored, int depth) throws IOException {
    byte[] values = new byte[40 * 15 * stored];
    BufferedImage image = new BufferedImage(15, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i * 7919 % 251);
      int x = i / stored % 15;
      int y = i / stored / 15;
      int bits = stored == 1 ? (values[i] & 0xff) * 0x010101 : (values[i] & 0xff) << 16 - i % 3 * 8;
      image.setRGB(x, y, image.getRGB(x, y) | bits);
    }
    Path png = folder.resolve("a.png");
    ImageIO.write(image, "png", png.toFile());
    Path idx = folder.resolve("images");
    int[] size = {1, 40, 15, stored};
    IdxFile.write(idx, new IdxArray(stored == 1 ? Arrays.copyOf(size, 3) : size, values));
    PicturePreparation stretching =
        new PicturePreparation(data(16, 18, depth, 0), Inversion.NO, PictureFit.STRETCH);
    assertThat(only(stretching, idx)).containsExactly(only(stretching, png));
  }

  @Test
  void readsEveryImageOfAnIdxFile() throws IOException {
    byte[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Path file = folder.resolve("images.gz");
    IdxFile.write(file, new IdxArray(new int[] {3, 2, 2}, values));
    List<Prepared> all = padding(data(2, 2, 1, 0)).read(file, MOST);
    assertThat(all).extracting(Prepared::index).containsExactly(0, 1, 2);
    assertThat(all.get(2).pixels()).containsExactly(9, 10, 11, 12);
    assertThat(padding(data(2, 2, 1, 0)).read(file, 2)).hasSize(2);

    IdxFile.write(file, new IdxArray(new int[] {1, 2, 2, 3}, values));
    assertThat(only(padding(data(2, 2, 3, 0)), file)).startsWith(1, 2, 3);
    assertThat(only(padding(data(2, 2, 1, 0)), file)).containsExactly(2, 5, 8, 11);
    IdxFile.write(file, new IdxArray(new int[] {1, 3, 2, 2}, values));
    refused(file, "an image of depth 2, expected 1");
  }

  @Test
  void namesAFileThatIsNoPicture() throws IOException {
    refused(folder.resolve("nowhere.png"), "no such file");
    refused(folder, "not a file, expected a picture");
    Path empty = Files.createFile(folder.resolve("empty.png"));
    refused(empty, "empty, expected a PNG, JPEG or IDX file");
    Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
    refused(text, "not a picture that Java can read");
    Path gzip = folder.resolve("broken.gz");
    Files.write(gzip, new byte[] {0x1f, (byte) 0x8b, 1, 2});
    refused(gzip, "");
    Path labels = folder.resolve("labels");
    IdxFile.write(labels, new IdxArray(new int[] {4}, new byte[4]));
    refused(labels, "rank 1, expected 3 (count, height, width) or 4 (and depth)");
  }

  @ParameterizedTest
  @CsvSource({"a.png, 0.5", "a.png, 0.05", "a.jpg, 0.5", "a.jpg, 0.98"})
  void namesAPictureThatIsCutShort(String name, double share) throws IOException {
    Path file = new DrawnDigit(8, 200, 200, true).write(folder.resolve(name), 0.7, 0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
    refused(file, "");
  }

  @Test
  void refusesAPictureThatWouldFillTheMemory() throws IOException {
    Path file = folder.resolve("huge.png");
    Files.write(file, pngHeader(60000, 50000));
    refused(file, "50000 x 60000 pixels, expected at most 100000000 in all");
  }

  /** The signature and a right IHDR chunk; nothing after it. */
  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(chunk);
    data.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {8, 0, 0, 0, 0}); // 8 bits, grey
    CRC32 sum = new CRC32();
    sum.update(chunk.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeInt(13);
    out.write(chunk.toByteArray());
    out.writeInt((int) sum.getValue());
    return file.toByteArray();
  }

  private void refused(Path file, String message) {
    assertThatIOException()
        .isThrownBy(() -> usual(data(2, 2, 1, 0)).read(file, MOST))
        .withMessageStartingWith(file + ": " + message);
  }
}
