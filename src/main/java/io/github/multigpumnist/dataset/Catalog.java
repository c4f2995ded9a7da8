package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.dataset.MnistFormat.TEST_IMAGES;
import static io.github.multigpumnist.dataset.MnistFormat.TEST_LABELS;
import static io.github.multigpumnist.dataset.MnistFormat.TRAIN_IMAGES;
import static io.github.multigpumnist.dataset.MnistFormat.TRAIN_LABELS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The published data sets. MNIST's sums are of the uncompressed files, known from a trusted copy.
 * For Fashion-MNIST and CIFAR-10 the sums are those their authors publish beside the archives
 * (MD5); they guard the download. Files of these two that lie here already are checked by their
 * structure.
 */
final class Catalog {
  private static final List<String> MNIST_FILES =
      List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  private Catalog() {}

  static List<Published> all() {
    return List.of(mnist(), fashionMnist(), cifar10());
  }

  private static Published mnist() {
    Map<String, Checksum> sums =
        Map.of(
            TRAIN_IMAGES,
            Checksum.sha256OfContent(
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            TRAIN_LABELS,
            Checksum.sha256OfContent(
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            TEST_IMAGES,
            Checksum.sha256OfContent(
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            TEST_LABELS,
            Checksum.sha256OfContent(
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));
    List<String> mirrors =
        List.of(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/");
    return new Published(
        "mnist",
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        MNIST_FILES,
        sums,
        List.of("MNIST/raw", "raw"),
        compressed(mirrors, sums),
        new MnistFormat());
  }

  private static Published fashionMnist() {
    Map<String, Checksum> archives =
        Map.of(
            TRAIN_IMAGES, Checksum.md5OfFile("8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            TRAIN_LABELS, Checksum.md5OfFile("25c81989df183df01b3e8a0aad5dffbe"),
            TEST_IMAGES, Checksum.md5OfFile("bef4ecab320f06d8554ea6380940ec79"),
            TEST_LABELS, Checksum.md5OfFile("bb300cfdad3c16e7a12a480ee83cd310"));
    List<String> mirrors =
        List.of(
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
    return new Published(
        "fashion-mnist",
        List.of(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot"),
        MNIST_FILES,
        Map.of(),
        List.of("FashionMNIST/raw", "raw"),
        compressed(mirrors, archives),
        new MnistFormat());
  }

  private static Published cifar10() {
    List<String> files = new ArrayList<>(Cifar10Format.TRAIN);
    files.add(Cifar10Format.TEST);
    RemoteFile archive =
        new RemoteFile(
            "cifar-10-binary.tar.gz",
            List.of("https://www.cs.toronto.edu/~kriz/"),
            Checksum.md5OfFile("c32a1d4ab5d03f1284b67883e8d87530"));
    return new Published(
        "cifar10",
        List.of(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck"),
        List.copyOf(files),
        Map.of(),
        List.of("cifar-10-batches-bin"),
        List.of(archive),
        new Cifar10Format());
  }

  private static List<RemoteFile> compressed(List<String> mirrors, Map<String, Checksum> sums) {
    return MNIST_FILES.stream()
        .map(file -> new RemoteFile(file + ".gz", mirrors, sums.get(file)))
        .toList();
  }
}
