package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two IDX pairs under MNIST's names. */
final class MnistFormat implements PublishedFormat {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @Override
  public Dataset read(String name, List<String> classNames, Map<String, Path> files, Path cache)
      throws IOException {
    return IdxPair.toDataset(
        name,
        IdxPair.open(files.get(TRAIN_IMAGES), files.get(TRAIN_LABELS), cache),
        IdxPair.open(files.get(TEST_IMAGES), files.get(TEST_LABELS), cache),
        classNames);
  }

  @Override
  public void check(String file, Path path) throws IOException {
    if (file.contains("images")) {
      IdxPair.checkImages(path);
    } else {
      IdxPair.readLabels(path);
    }
  }
}
