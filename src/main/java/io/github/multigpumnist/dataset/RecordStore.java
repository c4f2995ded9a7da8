package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a data set's records into a folder. While they are written, their manifest has another
 * name: a folder with that one is half written, one with records and neither is not this program's.
 */
final class RecordStore {
  private static final String PARTIAL = ".records.partial.json";
  private static final String LOCK = ".records.lock";

  private final Splits splits;
  private final RecordManifest wanted;
  private final Path directory;

  RecordStore(Splits splits, RecordManifest wanted, Path directory) {
    this.splits = splits;
    this.wanted = wanted;
    this.directory = directory;
  }

  static void requireOwn(Path directory) throws IOException {
    boolean own =
        Files.exists(directory.resolve(RecordManifest.FILE))
            || Files.exists(directory.resolve(PARTIAL));
    for (String file : RecordFiles.NAMES) {
      if (!own && Files.exists(directory.resolve(file))) {
        throw new IOException(
            "%s: is there and not of this program (no %s beside it), expected a folder without it"
                .formatted(directory.resolve(file), RecordManifest.FILE));
      }
    }
  }

  static void requireWhole(Path directory) throws IOException {
    if (Files.exists(directory.resolve(PARTIAL))) {
      throw new IOException(
          directory + ": writing these records was interrupted, expected all of them: write again");
    }
  }

  RecordFiles ensure(boolean overwrite, Progress.Reporter progress) throws IOException {
    requireOwn(directory);
    if (isWritten(overwrite, Progress.Reporter.SILENT)) { // needs no lock: may be read-only
      return RecordFiles.of(directory, wanted);
    }
    Files.createDirectories(directory);
    synchronized (RecordStore.class) { // a file lock is between processes only
      try (FileChannel lock =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        if (!isWritten(overwrite, progress)) {
          write(progress);
        }
      }
    }
    return RecordFiles.of(directory, wanted);
  }

  /** Whether the folder holds what is wanted; notes what is damaged, refuses what is another's. */
  private boolean isWritten(boolean overwrite, Progress.Reporter progress) throws IOException {
    if (!Files.exists(directory.resolve(RecordManifest.FILE))) {
      return false;
    }
    if (!overwrite) {
      requireWanted(RecordManifest.read(directory));
    }
    try {
      if (!RecordManifest.read(directory).equals(wanted)) {
        return false;
      }
      Files.deleteIfExists(directory.resolve(PARTIAL)); // interrupted before anything was changed
      RecordFiles.open(directory).checkData();
      return true;
    } catch (IOException e) {
      progress.note(e.getMessage() + ": records are damaged, writing them anew");
      return false;
    }
  }

  private void requireWanted(RecordManifest there) throws IOException {
    if (!there.equals(wanted)) {
      throw new IOException(
          "%s: holds records of %s with %d for validation, which --overwrite would replace"
              .formatted(directory, there.dataset(), there.validationSize()));
    }
  }

  private void write(Progress.Reporter progress) throws IOException {
    wanted.write(directory.resolve(PARTIAL));
    Files.deleteIfExists(directory.resolve(RecordManifest.FILE));
    long total = wanted.trainCount() + wanted.validationCount() + wanted.testCount();
    try (Progress task = progress.start("writing records", total, "images")) {
      write(RecordFiles.TRAIN, splits.train(), task, 0);
      write(RecordFiles.VALIDATION, splits.validation(), task, wanted.trainCount());
      write(RecordFiles.TEST, splits.test(), task, total - wanted.testCount());
    }
    Files.move(
        directory.resolve(PARTIAL),
        directory.resolve(RecordManifest.FILE),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private void write(String file, Examples images, Progress task, long before) throws IOException {
    Batch one = Batch.of(images, 1);
    TfRecordFile.write(
        directory.resolve(file),
        records -> {
          for (long i = 0; i < images.count(); i++) {
            images.read(i, 1, one, 0);
            records.accept(
                new ImageExample(
                        images.height(),
                        images.width(),
                        images.depth(),
                        one.labels()[0],
                        one.pixels())
                    .serialize());
            task.at(before + i + 1);
          }
        });
  }
}
