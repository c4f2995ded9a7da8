package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

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
  private final Path manifest;
  private final Path partial;

  RecordStore(Splits splits, RecordManifest wanted, Path directory) {
    this.splits = splits;
    this.wanted = wanted;
    this.directory = directory;
    this.manifest = directory.resolve(RecordManifest.FILE);
    this.partial = directory.resolve(PARTIAL);
  }

  static void requireOwn(Path directory) throws IOException {
    boolean own =
        Files.exists(directory.resolve(RecordManifest.FILE))
            || Files.exists(directory.resolve(PARTIAL));
    for (Path file : RecordNames.in(directory)) {
      if (!own) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: is there and not of this program (no %s beside it), expected a folder without it",
                file,
                RecordManifest.FILE));
      }
    }
  }

  static void requireWhole(Path directory) throws IOException {
    if (Files.exists(directory.resolve(PARTIAL))
        && !Files.exists(directory.resolve(RecordManifest.FILE))) {
      throw new IOException(
          directory + ": writing these records was interrupted, expected all of them: write again");
    }
  }

  RecordFiles ensure(boolean overwrite, Progress.Reporter progress) throws IOException {
    requireOwn(directory);
    if (!isWritten(overwrite, Progress.Reporter.SILENT)) { // needs no lock: may be read-only
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
    }
    return RecordFiles.of(directory, RecordManifest.read(manifest));
  }

  /** Whether the folder holds what is wanted; notes what is damaged, refuses what is another's. */
  private boolean isWritten(boolean overwrite, Progress.Reporter progress) throws IOException {
    if (!Files.exists(manifest)) {
      return false;
    }
    if (!overwrite) {
      requireWanted(RecordManifest.read(manifest));
    }
    try {
      RecordManifest there = RecordManifest.read(manifest);
      if (!there.hasContentOf(wanted)) {
        return false;
      }
      check(there);
      return true;
    } catch (IOException e) {
      progress.note(e.getMessage() + ": records are damaged, writing them anew");
      return false;
    }
  }

  private void requireWanted(RecordManifest there) throws IOException {
    if (!there.hasContentOf(wanted)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: holds records of %s with %d for validation, which --overwrite would replace",
              directory,
              there.dataset(),
              there.validationSize()));
    }
  }

  /** Reads every record of files that are not, by size and time, those that were written. */
  private void check(RecordManifest there) throws IOException {
    RecordFiles.open(directory);
    boolean all = there.trainCrc32c() != null;
    for (RecordManifest.Entry entry : there.entries()) {
      if (!entry.isUntouched(directory)) {
        all = false;
        TfRecordFile.read(directory.resolve(entry.name()), record -> {});
      }
    }
    if (!all && Files.isWritable(directory)) {
      there.written(directory, wanted.trainCrc32c()).write(manifest);
    }
  }

  private void write(Progress.Reporter progress) throws IOException {
    if (Files.exists(manifest)) {
      Files.move(manifest, partial, StandardCopyOption.REPLACE_EXISTING);
    }
    Optional<RecordManifest> begun = begun();
    if (!begun.equals(Optional.of(wanted))) {
      delete(begun.orElse(wanted));
      delete(wanted);
      wanted.write(partial);
    }
    for (Path file :
        RecordNames.unfinished(directory)) { // of a killed process: this one has the lock
      Files.delete(file);
    }
    new RecordWriter(splits, directory).write(wanted, progress);
    wanted.written(directory, wanted.trainCrc32c()).write(manifest);
    Files.delete(partial);
  }

  /** What the records that are there are of; empty when there are none, or nothing is known. */
  private Optional<RecordManifest> begun() {
    try {
      return Optional.of(RecordManifest.read(partial));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Others' files stay, whatever they are called. */
  private void delete(RecordManifest old) throws IOException {
    for (RecordManifest.Entry entry : old.entries()) {
      Files.deleteIfExists(directory.resolve(entry.name()));
    }
  }
}
