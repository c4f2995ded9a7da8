package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderName.PictureShape;
import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.MaybeGzip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Brings anybody's pictures to what a model was trained on: its depth, its background, its size. A
 * picture that has the size is not scaled or moved. Scaling is by area: every pixel counts.
 *
 * @param data what the model was trained on
 * @param inversion whether light and dark are exchanged
 * @param fit how a picture of another size is brought to the model's
 */
public record PicturePreparation(DataDescription data, Inversion inversion, PictureFit fit) {
  private static final int IDX_MAGIC = 0x08;

  /** Whether light and dark are exchanged. */
  public enum Inversion {
    /**
     * When the border is light where the grey images that were trained on have a dark one, or the
     * other way round.
     */
    AUTO,
    /** Always. */
    YES,
    /** Never. */
    NO
  }

  /**
   * A picture as the model takes it.
   *
   * @param file that it is from
   * @param index its place in the file, from 0
   * @param inverted whether light and dark were exchanged
   * @param plain whether it has one colour all over; of grey images none is
   * @param pixels unsigned bytes 0 to 255: (height, width, depth), row-major
   */
  public record Prepared(Path file, int index, boolean inverted, boolean plain, byte[] pixels) {}

  /**
   * Reads the pictures of a file.
   *
   * @param file PNG, JPEG, GIF, BMP or TIFF (one picture), or IDX of rank 3 or 4, compressed or not
   * @param most pictures taken of it, the first ones, 1 or more
   * @return at least one
   * @throws IOException naming the file when it is none of these, or damaged, or when of a picture
   *     for a model of grey images nothing is to be seen
   */
  public List<Prepared> read(Path file, int most) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + (Files.exists(file) ? ": not a file, expected a picture" : ": no such file"));
    }
    if (Files.size(file) == 0) {
      throw new IOException(file + ": empty, expected a PNG, JPEG or IDX file");
    }
    if (isIdx(file)) {
      return readIdx(file, most);
    }
    int depth = data.depth() == 1 ? 1 : 3;
    if (fit == PictureFit.STRETCH) {
      PictureShape shape = new PictureShape(data.height(), data.width(), depth);
      return List.of(prepare(file, 0, "", Picture.read(file, shape)));
    }
    return List.of(prepare(file, 0, "", Picture.read(file, depth)));
  }

  private static boolean isIdx(Path file) throws IOException {
    try (InputStream in = MaybeGzip.open(file)) {
      byte[] start = in.readNBytes(3);
      return Arrays.equals(start, new byte[] {0, 0, IDX_MAGIC});
    } catch (IOException e) {
      throw new IOException(file + ": " + Reason.of(e), e);
    }
  }

  private List<Prepared> readIdx(Path file, int most) throws IOException {
    IdxArray array = IdxPair.readImages(file);
    int[] size = array.dimensions();
    int depth = array.rank() == 4 ? size[3] : 1;
    int bytes = size[1] * size[2] * depth;
    List<Prepared> images = new ArrayList<>();
    for (int i = 0; i < Math.min(most, size[0]); i++) {
      byte[] values = Arrays.copyOfRange(array.data(), i * bytes, (i + 1) * bytes);
      Pixels read = new Pixels(size[1], size[2], depth, values);
      images.add(prepare(file, i, "image " + i + ": ", read));
    }
    return images;
  }

  private Prepared prepare(Path file, int index, String which, Pixels read) throws IOException {
    Pixels pixels = fit == PictureFit.STRETCH ? stretched(read) : read;
    try {
      pixels = pixels.withDepth(data.depth());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    boolean invert = invert(pixels);
    Pixels fitted = fit(invert ? pixels.inverted() : pixels);
    boolean plain = pixels.isPlain() || fitted.isPlain();
    if (plain && data.depth() == 1) { // of photographs it may be right: a class of skies
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %snothing is to be seen in it at %d x %d pixels",
              file,
              which,
              data.height(),
              data.width()));
    }
    return new Prepared(file, index, invert, plain, fitted.values());
  }

  /** As a file of the same pixels would be: see {@link Picture}. */
  private Pixels stretched(Pixels pixels) {
    return pixels.height() == data.height() && pixels.width() == data.width()
        ? pixels
        : Stretching.resize(pixels, data.height(), data.width());
  }

  private Pixels fit(Pixels pixels) {
    boolean there = pixels.height() == data.height() && pixels.width() == data.width();
    Ink ink =
        there || fit != PictureFit.CENTER || data.depth() != 1
            ? null
            : Ink.of(pixels, data.lightOnDark());
    return ink == null ? pixels.fitted(data.height(), data.width()) : ink.centred(pixels, data);
  }

  private boolean invert(Pixels pixels) {
    if (inversion != Inversion.AUTO) {
      return inversion == Inversion.YES;
    }
    // Of photographs nobody can tell.
    return data.depth() == 1 && data.isNegative(pixels.borderMedian());
  }
}
