package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.Cifar10File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** CIFAR-10's binary version: five training batches, joined in order, and one for the test. */
final class Cifar10Format implements PublishedFormat {
  static final List<String> TRAIN =
      IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
  static final String TEST = "test_batch.bin";

  @Override
  public Dataset read(String name, List<String> classNames, Map<String, Path> files, Path cache)
      throws IOException {
    List<Examples> train = new ArrayList<>();
    for (String file : TRAIN) {
      train.add(read(files.get(file)));
    }
    return new Dataset(name, new JoinedExamples(train), read(files.get(TEST)), classNames);
  }

  @Override
  public void check(String file, Path path) throws IOException {
    Cifar10File.read(path);
  }

  private static LabeledImages read(Path file) throws IOException {
    Cifar10File.Batch batch = Cifar10File.read(file);
    return new LabeledImages(
        Cifar10File.SIDE,
        Cifar10File.SIDE,
        Cifar10File.DEPTH,
        Cifar10File.CLASSES,
        batch.pixels(),
        batch.labels());
  }
}
