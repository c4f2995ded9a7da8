package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.ImageFolderFiles.Entry;
import io.github.multigpumnist.dataset.ImageFolderName.PictureShape;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.AtomicFolders;
import io.github.multigpumnist.format.IdxFile;
import io.github.multigpumnist.format.IdxReader;
import io.github.multigpumnist.format.TextFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A folder's pictures, decoded once: an IDX file a part, in the cache. */
final class DecodedPictures {
  private static final String TRAIN = "train.idx";
  private static final String TEST = "test.idx";
  private static final String REMARK = "remark.txt";
  private static final int BLOCK_BYTES = 1 << 24;

  private final ImageFolderFiles files;
  private final Path folder;

  /**
   * @param folder of its own for these pictures and how they are decoded
   */
  DecodedPictures(ImageFolderFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  boolean areThere() {
    return Files.isDirectory(folder);
  }

  /** Decodes all in parallel, and keeps in mind in how many nothing is to be seen. */
  void write(PictureShape shape, Path root, Progress.Reporter progress) throws IOException {
    Set<Path> plain = new ConcurrentSkipListSet<>();
    int count = files.train().size() + files.test().size();
    try (Progress task = progress.start("reading pictures", count, "pictures")) {
      AtomicLong done = new AtomicLong();
      Runnable tick = () -> task.at(done.incrementAndGet());
      AtomicFolders.write(
          folder,
          temporary -> {
            write(temporary.resolve(TRAIN), files.train(), shape, plain, tick);
            write(temporary.resolve(TEST), files.test(), shape, plain, tick);
            AtomicFiles.writeString(temporary.resolve(REMARK), remark(plain, count, root));
          });
    } catch (UncheckedIOException e) { // of a picture, whose name it tells
      throw e.getCause();
    }
  }

  private static String remark(Set<Path> plain, int count, Path root) {
    return plain.stream()
        .findFirst()
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    "nothing is to be seen in %d of %d pictures, such as %s: one colour all over",
                    plain.size(),
                    count,
                    root.relativize(first)))
        .orElse("");
  }

  private static void write(
      Path file, List<Entry> entries, PictureShape shape, Set<Path> plain, Runnable tick)
      throws IOException {
    int size = Math.multiplyExact(shape.height() * shape.width(), shape.depth());
    int most = Math.max(1, BLOCK_BYTES / size);
    IdxFile.write(
        file,
        new int[] {entries.size(), shape.height(), shape.width(), shape.depth()},
        out -> {
          for (int from = 0; from < entries.size(); from += most) {
            int to = Math.min(entries.size(), from + most);
            write(entries.subList(from, to), shape, size, plain, tick, out);
          }
        });
  }

  private static void write(
      List<Entry> entries,
      PictureShape shape,
      int size,
      Set<Path> plain,
      Runnable tick,
      OutputStream out)
      throws IOException {
    byte[] block = new byte[entries.size() * size];
    IntStream.range(0, entries.size())
        .parallel()
        .forEach(
            i -> {
              Pixels picture = read(entries.get(i).path(), shape);
              System.arraycopy(picture.values(), 0, block, i * size, size);
              if (picture.isPlain()) {
                plain.add(entries.get(i).path());
              }
              tick.run();
            });
    out.write(block);
  }

  private static Pixels read(Path path, PictureShape shape) {
    try {
      return Picture.read(path, shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Examples train() throws IOException {
    return open(TRAIN, files.train());
  }

  Examples test() throws IOException {
    return open(TEST, files.test());
  }

  /** What was to be said when they were decoded; may be empty. */
  String remark() throws IOException {
    return TextFile.read(folder.resolve(REMARK));
  }

  private Examples open(String file, List<Entry> entries) throws IOException {
    IdxReader images = IdxReader.open(folder.resolve(file));
    int[] labels = entries.stream().mapToInt(Entry::label).toArray();
    return IdxExamples.of(images, labels, files.classes().size());
  }
}
