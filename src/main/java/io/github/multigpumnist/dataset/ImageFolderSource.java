package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderName.PictureShape;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** {@code images:DIR}: a folder per class with pictures. */
final class ImageFolderSource implements Source {
  private final String name;
  private final ImageFolderName wanted;

  ImageFolderSource(String options) {
    this.name = "images:" + options;
    this.wanted = ImageFolderName.parse(options);
  }

  @Override
  public Dataset load(Progress.Reporter progress) throws IOException {
    ImageFolderFiles files = ImageFolderFiles.find(wanted.folder());
    files.remarks().forEach(remark -> progress.note(name + ": " + remark));
    PictureShape shape = wanted.shape(wanted.depth().isEmpty() && allGrey(files));
    int count = files.train().size() + files.test().size();
    try (Progress task = progress.start("reading pictures", count, "pictures")) {
      AtomicInteger done = new AtomicInteger();
      Runnable tick = () -> task.at(done.incrementAndGet());
      int classes = files.classes().size();
      Plain plain = new Plain();
      Dataset dataset =
          new Dataset(
              name,
              read(files.train(), shape, classes, plain, tick),
              read(files.test(), shape, classes, plain, tick),
              files.classes());
      plain.remark(count).ifPresent(remark -> progress.note(name + ": " + remark));
      return dataset;
    }
  }

  /** Pictures in which nothing is to be seen; filled by many threads. */
  private final class Plain {
    private final Set<Path> found = new ConcurrentSkipListSet<>();

    void note(Path path, Pixels picture) {
      if (picture.isPlain()) {
        found.add(path);
      }
    }

    Optional<String> remark(int count) {
      return found.stream()
          .findFirst()
          .map(
              first ->
                  "nothing is to be seen in %d of %d pictures, such as %s: one colour all over"
                      .formatted(found.size(), count, wanted.folder().relativize(first)));
    }
  }

  private static boolean allGrey(ImageFolderFiles files) throws IOException {
    for (ImageFolderFiles.Entry entry : files.all()) {
      if (!PictureFile.isGrey(entry.path())) {
        return false;
      }
    }
    return true;
  }

  private LabeledImages read(
      List<ImageFolderFiles.Entry> entries,
      PictureShape shape,
      int classes,
      Plain plain,
      Runnable tick)
      throws IOException {
    long size = (long) shape.height() * shape.width() * shape.depth();
    if (size * entries.size() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "data set %s: %d pictures of %d bytes are more than 2 GB; choose a smaller size="
              .formatted(name, entries.size(), size));
    }
    byte[] pixels = new byte[(int) size * entries.size()];
    int[] labels = entries.stream().mapToInt(ImageFolderFiles.Entry::label).toArray();
    try {
      IntStream.range(0, labels.length)
          .parallel()
          .forEach(
              i -> {
                Pixels picture = readUnchecked(entries.get(i).path(), shape);
                System.arraycopy(picture.values(), 0, pixels, i * (int) size, (int) size);
                plain.note(entries.get(i).path(), picture);
                tick.run();
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new LabeledImages(shape.height(), shape.width(), shape.depth(), classes, pixels, labels);
  }

  private static Pixels readUnchecked(Path path, PictureShape shape) {
    try {
      return Picture.read(path, shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<FileCheck> verify() throws IOException {
    ImageFolderFiles files = ImageFolderFiles.find(wanted.folder());
    List<FileCheck> checks = new ArrayList<>();
    for (ImageFolderFiles.Entry entry : files.all()) {
      String file = wanted.folder().relativize(entry.path()).toString();
      Optional<String> fault = fault(entry.path());
      checks.add(
          fault.isEmpty()
              ? FileCheck.right(file, entry.path(), "class " + files.classes().get(entry.label()))
              : FileCheck.wrong(file, entry.path(), fault.get()));
    }
    for (ImageFolderFiles.LeftOut file : files.leftOut()) {
      String name = wanted.folder().relativize(file.path()).toString();
      checks.add(FileCheck.right(name, file.path(), "left out: " + file.reason()));
    }
    return checks;
  }

  private static Optional<String> fault(Path path) {
    try {
      Picture.read(path, new PictureShape(1, 1, 1));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
