package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordIndex;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The images of a TFRecord file, read when they are asked for. */
final class RecordExamples implements Examples {
  private final RecordFiles files;
  private final RecordFiles.Shard shard;
  private TfRecordIndex index;

  RecordExamples(RecordFiles files, RecordFiles.Shard shard) {
    this.files = files;
    this.shard = shard;
  }

  @Override
  public long count() {
    return shard.count();
  }

  @Override
  public ImageShape shape() {
    return files.shape();
  }

  @Override
  public void read(long from, int count, Batch into, int at) {
    int[] next = {at};
    try {
      index().read(from, count, record -> put(record, files, into, next[0]++));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void put(byte[] record, RecordFiles files, Batch into, int at) throws IOException {
    ImageExample example = ImageExample.parse(record);
    RecordScan.check(example, files.shape());
    int size = example.imageRaw().length;
    System.arraycopy(example.imageRaw(), 0, into.pixels(), at * size, size);
    into.labels()[at] = (int) example.label();
  }

  private synchronized TfRecordIndex index() throws IOException {
    if (index == null) {
      index = TfRecordIndex.open(shard.file());
    }
    return index;
  }
}
