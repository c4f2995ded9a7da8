package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordFile;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the shards that are missing in a folder, as many at a time as there are processors. */
final class RecordWriter {
  private static final int BLOCK_BYTES = 1 << 20;

  /** Of a record around its image: header, checksums, the features' names, small numbers. */
  private static final int BYTES_BESIDE_AN_IMAGE = 112;

  private final Splits splits;
  private final Path directory;
  private final AtomicReference<IOException> failure = new AtomicReference<>();

  /** A file, and the examples that go into it. */
  private record Shard(Path file, Examples images) {
    long bytes() {
      return images.count() * (images.imageSize() + BYTES_BESIDE_AN_IMAGE);
    }
  }

  RecordWriter(Splits splits, Path directory) {
    this.splits = splits;
    this.directory = directory;
  }

  /** A shard that is there is whole: it was written under another name first. */
  void write(RecordManifest manifest, Progress.Reporter progress) throws IOException {
    List<Shard> missing = new ArrayList<>();
    addMissing(missing, manifest.entries("train"), splits.train());
    addMissing(missing, manifest.entries("validation"), splits.validation());
    addMissing(missing, manifest.entries("test"), splits.test());
    requireRoom(missing);
    long total = missing.stream().mapToLong(shard -> shard.images().count()).sum();
    try (Progress task = progress.start("writing records", total, "images")) {
      AtomicLong done = new AtomicLong();
      write(missing, count -> task.at(done.addAndGet(count)));
    }
  }

  private void addMissing(
      List<Shard> missing, List<RecordManifest.Entry> entries, Examples images) {
    long from = 0;
    for (RecordManifest.Entry entry : entries) {
      Path file = directory.resolve(entry.name());
      if (!Files.exists(file)) {
        missing.add(new Shard(file, images.slice(from, from + entry.records())));
      }
      from += entry.records();
    }
  }

  private void requireRoom(List<Shard> missing) throws IOException {
    long bytes = missing.stream().mapToLong(Shard::bytes).sum();
    long free = Files.getFileStore(directory).getUsableSpace();
    if (bytes > free) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: records take %.1f GB, %.1f GB are free; choose --input direct, or another folder"
                  + " by XDG_CACHE_HOME or --output",
              directory,
              bytes / 1e9,
              free / 1e9));
    }
  }

  /** Takes how many images were written since the last call. */
  private interface Tick {
    void done(long images);
  }

  private void write(List<Shard> shards, Tick tick) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<?>> all =
        shards.stream().<Future<?>>map(shard -> threads.submit(() -> write(shard, tick))).toList();
    threads.shutdown();
    all.forEach(this::await);
    if (failure.get() != null) {
      for (Shard shard : shards) { // a disk that is full is not left full
        Files.deleteIfExists(shard.file());
      }
      throw failure.get();
    }
  }

  private void await(Future<?> shard) {
    try {
      shard.get();
    } catch (ExecutionException e) {
      failure.compareAndSet(null, new IOException(directory + ": " + e.getCause(), e.getCause()));
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new InterruptedIOException(directory + ": interrupted"));
      Thread.currentThread().interrupt();
    }
  }

  private void write(Shard shard, Tick tick) {
    if (failure.get() == null) {
      try {
        TfRecordFile.write(shard.file(), records -> write(shard.images(), records, tick));
      } catch (IOException e) {
        failure.compareAndSet(null, e);
      } catch (UncheckedIOException e) {
        failure.compareAndSet(null, e.getCause());
      }
    }
  }

  private void write(Examples images, TfRecordFile.RecordConsumer records, Tick tick)
      throws IOException {
    int size = images.imageSize();
    int most = Math.max(1, BLOCK_BYTES / size);
    Batch block = Batch.of(images, (int) Math.min(most, images.count()));
    byte[] raw = new byte[size];
    for (long from = 0; from < images.count(); from += most) {
      if (failure.get() != null) {
        throw failure.get(); // another shard's
      }
      int count = (int) Math.min(most, images.count() - from);
      images.read(from, count, block, 0);
      for (int i = 0; i < count; i++) {
        System.arraycopy(block.pixels(), i * size, raw, 0, size);
        records.accept(
            new ImageExample(
                    images.height(), images.width(), images.depth(), block.labels()[i], raw)
                .serialize());
      }
      tick.done(count);
    }
  }
}
