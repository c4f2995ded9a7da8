package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The pictures and the labels of one IDX pair, each checked against its file and the other. */
record IdxPair(IdxArray images, IdxArray labels, Path imagesPath, Path labelsPath) {
  private static final int GREY_RANK = 3;
  private static final int DEPTH_RANK = 4;

  static IdxPair read(Path imagesPath, Path labelsPath) throws IOException {
    IdxArray images = readImages(imagesPath);
    IdxArray labels = readLabels(labelsPath);
    if (images.dimensions()[0] != labels.dimensions()[0]) {
      throw new IOException(
          "%s: %d labels, expected %d as %s has pictures"
              .formatted(labelsPath, labels.dimensions()[0], images.dimensions()[0], imagesPath));
    }
    return new IdxPair(images, labels, imagesPath, labelsPath);
  }

  static IdxArray readImages(Path path) throws IOException {
    IdxArray images = IdxFile.read(path);
    if (images.rank() != GREY_RANK && images.rank() != DEPTH_RANK) {
      throw new IOException(
          "%s: rank %d, expected 3 (count, height, width) or 4 (and depth)"
              .formatted(path, images.rank()));
    }
    return images;
  }

  static IdxArray readLabels(Path path) throws IOException {
    IdxArray labels = IdxFile.read(path);
    if (labels.rank() != 1) {
      throw new IOException("%s: rank %d, expected 1 (count)".formatted(path, labels.rank()));
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

  LabeledImages toImages(int classes) throws IOException {
    byte[] bytes = labels.data();
    int[] classOf = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      classOf[i] = bytes[i] & 0xff;
      if (classOf[i] >= classes) {
        throw new IOException(
            "%s: label %d of picture %d, expected 0 to %d"
                .formatted(labelsPath, classOf[i], i, classes - 1));
      }
    }
    int[] size = images.dimensions();
    int depth = images.rank() == DEPTH_RANK ? size[DEPTH_RANK - 1] : 1;
    return new LabeledImages(size[1], size[2], depth, classes, images.data(), classOf);
  }

  /** Both pairs of a data set; the files' paths when their pictures differ in size. */
  static Dataset toDataset(String name, IdxPair train, IdxPair test, List<String> classNames)
      throws IOException {
    LabeledImages trainImages = train.toImages(classNames.size());
    LabeledImages testImages = test.toImages(classNames.size());
    if (!trainImages.sameShape(testImages)) {
      throw new IOException(
          "%s: pictures of %d x %d x %d, expected %d x %d x %d as in %s"
              .formatted(
                  test.imagesPath,
                  testImages.height(),
                  testImages.width(),
                  testImages.depth(),
                  trainImages.height(),
                  trainImages.width(),
                  trainImages.depth(),
                  train.imagesPath));
    }
    return new Dataset(name, trainImages, testImages, classNames);
  }
}
