package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;

import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small data sets and the files that hold them. */
final class Fixtures {
  private Fixtures() {}

  /** Pictures whose bytes tell which one it is: pixel p of picture i is {@code first + i + p}. */
  static LabeledImages images(int count, int height, int width, int depth, int first) {
    int size = height * width * depth;
    byte[] pixels = new byte[count * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (first + i / size + i % size);
    }
    return new LabeledImages(
        height, width, depth, 3, pixels, IntStream.range(0, count).map(i -> i % 3).toArray());
  }

  static Dataset dataset() {
    return new Dataset(
        "tiny", images(7, 2, 3, 1, 0), images(4, 2, 3, 1, 100), List.of("a", "b", "c"));
  }

  static void writePair(Path folder, String prefix, Examples images) throws IOException {
    writePair(folder, prefix, "", images);
  }

  static void writePair(Path folder, String prefix, String suffix, Examples examples)
      throws IOException {
    LabeledImages images = held(examples);
    int count = images.labels().length;
    int[] dimensions =
        images.depth() == 1
            ? new int[] {count, images.height(), images.width()}
            : new int[] {count, images.height(), images.width(), images.depth()};
    byte[] labels = new byte[count];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) images.labels()[i];
    }
    IdxFile.write(
        folder.resolve(prefix + "-images-idx3-ubyte" + suffix),
        new IdxArray(dimensions, images.pixels()));
    IdxFile.write(
        folder.resolve(prefix + "-labels-idx1-ubyte" + suffix),
        new IdxArray(new int[] {labels.length}, labels));
  }

  static void writeMnist(Path folder, String suffix) throws IOException {
    writePair(folder, "train", suffix, dataset().train());
    writePair(folder, "t10k", suffix, dataset().test());
  }

  static DataLocations cacheOnly(Path cache) {
    return new DataLocations(Optional.empty(), Optional.empty(), cache);
  }
}
