package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture is read as a person sees it. The expected values are those that Pillow 13 reads. */
class PictureTest {
  private static final int BLOCK = 16;
  private static final int[] STORED = {40, 80, 120, 160, 200, 240};

  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** Six blocks of grey, three wide. */
  private static BufferedImage blocks() {
    BufferedImage image = new BufferedImage(3 * BLOCK, 2 * BLOCK, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.getRaster().setSample(x, y, 0, STORED[y / BLOCK * 3 + x / BLOCK]);
      }
    }
    return image;
  }

  /** The middle of each block, to the nearest forty: JPEG does not keep all values. */
  private static String seen(Path file) throws IOException {
    Pixels pixels = Picture.read(file, 1);
    StringBuilder rows = new StringBuilder();
    for (int y = BLOCK / 2; y < pixels.height(); y += BLOCK) {
      rows.append(rows.isEmpty() ? "" : " /");
      for (int x = BLOCK / 2; x < pixels.width(); x += BLOCK) {
        int value = pixels.values()[y * pixels.width() + x] & 0xff;
        rows.append(rows.isEmpty() ? "" : " ").append(Math.round(value / 40f) * 40);
      }
    }
    return rows.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 40 80 120 / 160 200 240",
    "1, 40 80 120 / 160 200 240",
    "2, 120 80 40 / 240 200 160",
    "3, 240 200 160 / 120 80 40",
    "4, 160 200 240 / 40 80 120",
    "5, 40 160 / 80 200 / 120 240",
    "6, 160 40 / 200 80 / 240 120",
    "7, 240 120 / 200 80 / 160 40",
    "8, 120 240 / 80 200 / 40 160",
    "9, 40 80 120 / 160 200 240",
  })
  void turnsUprightWhatACameraStored(int orientation, String upright) throws IOException {
    byte[] exif = PictureBytes.exif(orientation);
    byte[] jpeg = PictureBytes.jpegWithExif(PictureBytes.write(blocks(), "jpg"), exif);
    byte[] png = PictureBytes.withChunk(PictureBytes.write(blocks(), "png"), "eXIf", exif);
    assertThat(seen(file("a.jpg", jpeg))).isEqualTo(upright);
    assertThat(seen(file("a.png", png))).isEqualTo(upright);
  }

  @Test
  void readsAPictureWhoseExifIsDamaged() throws IOException {
    byte[] exif = Arrays.copyOf(PictureBytes.exif(6), 13);
    byte[] jpeg = PictureBytes.jpegWithExif(PictureBytes.write(blocks(), "jpg"), exif);
    assertThat(seen(file("a.jpg", jpeg))).isEqualTo("40 80 120 / 160 200 240");
  }

  /** Of a picture of one row. */
  private int[] row(byte[] png) throws IOException {
    Pixels pixels = Picture.read(file("row.png", png), 1);
    int[] values = new int[pixels.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.values()[i] & 0xff;
    }
    return values;
  }

  private static BufferedImage argb(int... pixels) {
    BufferedImage image = new BufferedImage(pixels.length, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, pixels.length, 1, pixels, 0, pixels.length);
    return image;
  }

  @ParameterizedTest
  @CsvSource({
    "ff000000 00000000 80000000, 0 255 127", // dark ink
    "ff000000 00ffffff 80000000, 0 255 127", // on what would be white
    "ffffffff 00ffffff 80ffffff, 255 0 128", // light ink
    "ff202020 ffffffff 00000000, 32 255 255", // dark ink on paper that is torn
    "ff202020 ffffffff ffffffff, 32 255 255", // nothing is transparent
    "00000000 00123456 00ffffff, 255 255 255", // all is
  })
  void laysWhatIsTransparentOnGroundThatShowsTheInk(String pixels, String expected)
      throws IOException {
    int[] argb =
        Arrays.stream(pixels.split(" ")).mapToInt(p -> Integer.parseUnsignedInt(p, 16)).toArray();
    int[] row = Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(row(PictureBytes.write(argb(argb), "png"))).containsExactly(row);
  }

  @Test
  void knowsEveryKindOfTransparency() throws IOException {
    ColorModel greyAlpha =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = greyAlpha.createCompatibleWritableRaster(3, 1);
    raster.setPixels(0, 0, 3, 1, new int[] {10, 255, 10, 0, 10, 128});
    BufferedImage grey = new BufferedImage(greyAlpha, raster, false, null);
    assertThat(row(PictureBytes.write(grey, "png"))).containsExactly(10, 255, 132);

    byte[] channel = {10, 0};
    byte[] opacity = {-1, 0};
    IndexColorModel colours = new IndexColorModel(1, 2, channel, channel, channel, opacity);
    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, colours);
    palette.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    assertThat(row(PictureBytes.write(palette, "png"))).containsExactly(10, 255);

    BufferedImage plain = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    plain.getRaster().setPixels(0, 0, 2, 1, new int[] {10, 0});
    byte[] blackIsNothing = {0, 0};
    byte[] png = PictureBytes.withChunk(PictureBytes.write(plain, "png"), "tRNS", blackIsNothing);
    assertThat(row(png)).containsExactly(10, 255);
  }

  /** Cyan 20, magenta 100, yellow 200, black 50; files hold what is left of 255. */
  @ParameterizedTest
  @CsvSource({"none, 235 155 55 205", "0, 235 155 55 205", "2, 87 191 80 205"})
  void readsInksAsMostProgramsDo(String adobe, String channels) throws IOException {
    int[] stored = Arrays.stream(channels.split(" ")).mapToInt(Integer::parseInt).toArray();
    byte[] jpeg = PictureBytes.jpegOfFour(16, stored);
    Path file =
        file(
            "a.jpg",
            adobe.equals("none") ? jpeg : PictureBytes.withAdobe(jpeg, Integer.parseInt(adobe)));
    Pixels pixels = Picture.read(file, 3);
    int[] seen = {pixels.values()[0] & 0xff, pixels.values()[1] & 0xff, pixels.values()[2] & 0xff};
    int[] expected = {235 * 205 / 255, 155 * 205 / 255, 55 * 205 / 255};
    for (int i = 0; i < 3; i++) {
      assertThat(seen[i]).as(Arrays.toString(seen)).isBetween(expected[i] - 3, expected[i] + 3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "png, 10, true", // TYPE_BYTE_GRAY
    "png, 11, true", // TYPE_USHORT_GRAY
    "png, 12, true", // TYPE_BYTE_BINARY: black and white
    "bmp, 12, true",
    "gif, 12, true",
    "tif, 12, true",
    "gif, 10, true",
    "jpg, 10, true",
    "jpg, 5, false",
    "png, 5, false",
    "bmp, 5, false",
    "png, 13, false", // TYPE_BYTE_INDEXED: a palette of colours
  })
  void knowsGreyPicturesByTheirHeaders(String format, int type, boolean grey) throws IOException {
    Path file = file("a." + format, PictureBytes.write(new BufferedImage(8, 8, type), format));
    assertThat(PictureFile.isGrey(file)).isEqualTo(grey);
  }

  @Test
  void readsBlackAndWhiteOfOneBit() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xffffff);
    assertThat(row(PictureBytes.write(image, "png"))).containsExactly(0, 255, 0);
  }
}
