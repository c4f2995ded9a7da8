package io.github.multigpumnist.format;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of the binary version of CIFAR-10: records of a label byte and the red, green and blue
 * plane of one 32×32 picture.
 */
public final class Cifar10File {
  /** Height and width of a picture. */
  public static final int SIDE = 32;

  /** Colour channels of a picture. */
  public static final int DEPTH = 3;

  /** Number of classes; labels are 0 to 9. */
  public static final int CLASSES = 10;

  private static final int PLANE = SIDE * SIDE;
  private static final int RECORD = 1 + DEPTH * PLANE;

  private Cifar10File() {}

  /**
   * What a file holds.
   *
   * @param pixels unsigned bytes, NHWC: (labels.length, 32, 32, 3)
   * @param labels a class per picture, 0 to 9
   */
  public record Batch(byte[] pixels, int[] labels) {}

  /**
   * Reads a whole file, plain or gzip by content.
   *
   * @param path the file
   * @return its pictures, the planes interleaved
   * @throws IOException with the path, when the file cannot be read, is empty, does not hold a
   *     whole number of records, or has a label above 9
   */
  public static Batch read(Path path) throws IOException {
    byte[] bytes = readBytes(path);
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes, expected a multiple of %d (a label and a 32x32 picture), at least one",
              path,
              bytes.length,
              RECORD));
    }
    int count = bytes.length / RECORD;
    byte[] pixels = new byte[count * DEPTH * PLANE];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = bytes[i * RECORD] & 0xff;
      if (labels[i] >= CLASSES) {
        throw new IOException(
            String.format(
                Locale.ROOT, "%s: record %d has label %d, expected 0 to 9", path, i, labels[i]));
      }
      interleave(bytes, i * RECORD + 1, pixels, i * DEPTH * PLANE);
    }
    return new Batch(pixels, labels);
  }

  private static byte[] readBytes(Path path) throws IOException {
    try (InputStream in = MaybeGzip.open(path)) {
      return in.readAllBytes();
    } catch (FileSystemException | FileNotFoundException e) {
      throw e; // names the file already
    } catch (EOFException e) {
      throw new IOException(path + ": the file is cut short", e);
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
    for (int channel = 0; channel < DEPTH; channel++) {
      for (int p = 0; p < PLANE; p++) {
        pixels[to + p * DEPTH + channel] = planes[from + channel * PLANE + p];
      }
    }
  }
}
