package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import io.github.multigpumnist.format.IdxReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The pictures and the labels of one IDX pair, each checked against its file and the other. */
record IdxPair(IdxReader images, IdxArray labels, Path imagesPath, Path labelsPath) {
  private static final int GREY_RANK = 3;
  private static final int DEPTH_RANK = 4;

  /** Opens a pair; a compressed file of pictures is unpacked into the cache, once. */
  static IdxPair open(Path imagesPath, Path labelsPath, Path cache) throws IOException {
    IdxArray labels = readLabels(labelsPath);
    int[] dimensions = checkImages(imagesPath);
    if (dimensions[0] != labels.dimensions()[0]) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %d labels, expected %d as %s has pictures",
              labelsPath,
              labels.dimensions()[0],
              dimensions[0],
              imagesPath));
    }
    IdxReader images = IdxReader.open(UnpackedFiles.of(imagesPath, cache));
    return new IdxPair(images, labels, imagesPath, labelsPath);
  }

  /** The sizes of a whole file of pictures. */
  static int[] checkImages(Path path) throws IOException {
    int[] dimensions = IdxFile.dimensions(path);
    if (dimensions.length != GREY_RANK && dimensions.length != DEPTH_RANK) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: rank %d, expected 3 (count, height, width) or 4 (and depth)",
              path,
              dimensions.length));
    }
    return dimensions;
  }

  /** All pictures, in memory. */
  static IdxArray readImages(Path path) throws IOException {
    checkImages(path);
    return IdxFile.read(path);
  }

  static IdxArray readLabels(Path path) throws IOException {
    IdxArray labels = IdxFile.read(path);
    if (labels.rank() != 1) {
      throw new IOException(
          String.format(Locale.ROOT, "%s: rank %d, expected 1 (count)", path, labels.rank()));
    }
    return labels;
  }

  int largestLabel() {
    int largest = 0;
    for (byte label : labels.data()) {
      largest = Math.max(largest, label & 0xff);
    }
    return largest;
  }

  Examples toExamples(int classes) throws IOException {
    byte[] bytes = labels.data();
    int[] classOf = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      classOf[i] = bytes[i] & 0xff;
      if (classOf[i] >= classes) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: label %d of picture %d, expected 0 to %d",
                labelsPath,
                classOf[i],
                i,
                classes - 1));
      }
    }
    return IdxExamples.of(images, classOf, classes);
  }

  /** Both pairs of a data set; the files' paths when their pictures differ in size. */
  static Dataset toDataset(String name, IdxPair train, IdxPair test, List<String> classNames)
      throws IOException {
    Examples trainImages = train.toExamples(classNames.size());
    Examples testImages = test.toExamples(classNames.size());
    if (!trainImages.shape().equals(testImages.shape())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: pictures of %s, expected %s as in %s",
              test.imagesPath,
              testImages.shape().size(),
              trainImages.shape().size(),
              train.imagesPath));
    }
    return new Dataset(name, trainImages, testImages, classNames);
  }
}
