package io.github.multigpumnist.format;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * IDX files of unsigned bytes, the format of MNIST: two zero bytes, the type (0x08), the rank, each
 * dimension as a big-endian 32-bit number, then the values.
 */
public final class IdxFile {
  private static final int UINT8 = 0x08;

  /** The longest array a Java program can hold on every virtual machine. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private IdxFile() {}

  /**
   * Reads a whole file, plain or gzip by content.
   *
   * @param path the file
   * @return its array
   * @throws IOException with the path, when the file cannot be read or any header field, or the
   *     amount of data, is not as it must be
   */
  public static IdxArray read(Path path) throws IOException {
    return opened(
        path,
        in -> {
          int[] dimensions = readHeader(in);
          long size = size(dimensions);
          if (size > MAX_BYTES) {
            throw new IOException(
                String.format(
                    Locale.ROOT,
                    "IDX dimensions %s: more than %d bytes",
                    Arrays.toString(dimensions),
                    MAX_BYTES));
          }
          byte[] data = in.readNBytes((int) size);
          requireSize(dimensions, data.length, in.read() >= 0);
          return new IdxArray(dimensions, data);
        });
  }

  /**
   * Reads the header alone and checks that the data has its length, whatever that is.
   *
   * @param path a plain or gzip file
   * @return one to four sizes, each at least 1
   * @throws IOException as {@link #read}
   */
  public static int[] dimensions(Path path) throws IOException {
    return opened(
        path,
        in -> {
          int[] dimensions = readHeader(in);
          long size = size(dimensions);
          boolean plain = !MaybeGzip.isGzip(path);
          long found =
              plain ? Files.size(path) - headerBytes(dimensions.length) : skip(in, size + 1);
          requireSize(dimensions, Math.min(found, size), found > size);
          return dimensions;
        });
  }

  private static long skip(InputStream in, long most) throws IOException {
    byte[] rubbish = new byte[1 << 16];
    long skipped = 0;
    int read = 0;
    while (read >= 0 && skipped < most) {
      skipped += read;
      read = in.read(rubbish, 0, (int) Math.min(rubbish.length, most - skipped));
    }
    return skipped;
  }

  static int headerBytes(int rank) {
    return Integer.BYTES * (1 + rank);
  }

  private static void requireSize(int[] dimensions, long found, boolean more) throws IOException {
    long size = size(dimensions);
    if (found < size) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "dimensions %s need %d bytes of data, found %d: the file is cut short",
              Arrays.toString(dimensions),
              size,
              found));
    }
    if (more) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "dimensions %s need %d bytes of data, found more",
              Arrays.toString(dimensions),
              size));
    }
  }

  /** What is done with an open file. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> T opened(Path path, Reading<T> reading) throws IOException {
    try (DataInputStream in = new DataInputStream(MaybeGzip.open(path))) {
      return reading.from(in);
    } catch (FileSystemException | FileNotFoundException e) {
      throw e; // names the file already
    } catch (EOFException e) {
      throw new IOException(path + ": the file is cut short", e);
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private static int[] readHeader(DataInputStream in) throws IOException {
    int magic = in.readInt();
    if (magic >>> 16 != 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "not an IDX file: begins with 0x%08x, expected 0x000008 and the rank",
              magic));
    }
    int type = magic >>> 8;
    if (type != UINT8) {
      throw new IOException(
          String.format(Locale.ROOT, "IDX type 0x%02x: expected 0x08 (unsigned bytes)", type));
    }
    int rank = magic & 0xff;
    if (rank < 1 || rank > IdxArray.MAX_RANK) {
      throw new IOException("IDX rank " + rank + ": expected 1 to " + IdxArray.MAX_RANK);
    }
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = in.readInt();
      if (dimensions[i] < 1) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "IDX dimension %d is %d: expected 1 to %d",
                i,
                Integer.toUnsignedLong(dimensions[i]),
                Integer.MAX_VALUE));
      }
    }
    return dimensions;
  }

  private static long size(int[] dimensions) throws IOException {
    long size = 1;
    for (int dimension : dimensions) {
      if (size > Long.MAX_VALUE / dimension) {
        throw new IOException(
            String.format(
                Locale.ROOT, "IDX dimensions %s: too large", Arrays.toString(dimensions)));
      }
      size *= dimension;
    }
    return size;
  }

  /**
   * Writes a whole file; compressed when its name ends in {@code .gz}.
   *
   * @param path the file
   * @param array what it shall hold
   * @throws IOException as {@link AtomicFiles#write}
   */
  public static void write(Path path, IdxArray array) throws IOException {
    boolean gzip = path.toString().endsWith(".gz");
    AtomicFiles.write(
        path,
        out -> {
          OutputStream plain = gzip ? new GZIPOutputStream(out) : out;
          writeHeader(plain, array.dimensions());
          plain.write(array.data());
          if (plain instanceof GZIPOutputStream compressed) {
            compressed.finish();
          }
        });
  }

  /**
   * Writes a whole file of any length.
   *
   * @param path the file
   * @param dimensions one to four sizes, each at least 1
   * @param data writes as many values as they have room for
   * @throws IOException as {@link AtomicFiles#write}
   */
  public static void write(Path path, int[] dimensions, AtomicFiles.Body data) throws IOException {
    AtomicFiles.write(
        path,
        out -> {
          writeHeader(out, dimensions);
          data.writeTo(out);
        });
  }

  private static void writeHeader(OutputStream out, int[] dimensions) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    header.writeInt(UINT8 << 8 | dimensions.length);
    for (int dimension : dimensions) {
      header.writeInt(dimension);
    }
    header.flush();
  }
}
