package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.Cifar10File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
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
    List<Cifar10File.Batch> train = new ArrayList<>();
    for (String file : TRAIN) {
      train.add(Cifar10File.read(files.get(file)));
    }
    List<Cifar10File.Batch> test = List.of(Cifar10File.read(files.get(TEST)));
    return new Dataset(name, join(train), join(test), classNames);
  }

  @Override
  public void check(String file, Path path) throws IOException {
    Cifar10File.read(path);
  }

  private static LabeledImages join(List<Cifar10File.Batch> batches) {
    int bytes = batches.stream().mapToInt(b -> b.pixels().length).reduce(0, Math::addExact);
    int count = batches.stream().mapToInt(b -> b.labels().length).sum();
    ByteBuffer pixels = ByteBuffer.allocate(bytes);
    IntBuffer labels = IntBuffer.allocate(count);
    batches.forEach(b -> pixels.put(b.pixels()));
    batches.forEach(b -> labels.put(b.labels()));
    return new LabeledImages(
        Cifar10File.SIDE,
        Cifar10File.SIDE,
        Cifar10File.DEPTH,
        Cifar10File.CLASSES,
        pixels.array(),
        labels.array());
  }
}
