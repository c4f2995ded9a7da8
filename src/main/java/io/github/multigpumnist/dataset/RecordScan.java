package io.github.multigpumnist.dataset;

import io.github.multigpumnist.format.ImageExample;
import io.github.multigpumnist.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out what records without a manifest hold, by reading every one. */
final class RecordScan {
  private static final int MAX_CLASSES = 1 << 20;
  private ImageExample first;
  private long largestLabel;

  private RecordScan() {}

  static RecordFiles scan(Path directory) throws IOException {
    List<Path> files = RecordNames.find(directory, "train");
    List<Path> validation = RecordNames.find(directory, "validation");
    List<Path> test = RecordNames.find(directory, "test");
    RecordScan scan = new RecordScan();
    List<RecordFiles.Shard> train = scan.add(files);
    if (RecordFiles.count(train) == 0) {
      throw new IOException(files.get(0) + ": no records, expected at least one");
    }
    return new RecordFiles(
        train,
        scan.add(validation),
        scan.add(test),
        scan.shape(),
        Optional.empty()); // the arguments are evaluated in order: after all files
  }

  private List<RecordFiles.Shard> add(List<Path> files) throws IOException {
    List<RecordFiles.Shard> shards = new ArrayList<>();
    for (Path file : files) {
      shards.add(new RecordFiles.Shard(file, add(file)));
    }
    return shards;
  }

  private long add(Path file) throws IOException {
    long[] count = {0};
    TfRecordFile.read(
        file,
        bytes -> {
          ImageExample example = ImageExample.parse(bytes);
          first = first == null ? example : first;
          check(example, new ImageShape(first.height(), first.width(), first.depth(), MAX_CLASSES));
          largestLabel = Math.max(largestLabel, example.label());
          count[0]++;
        });
    return count[0];
  }

  private ImageShape shape() {
    return new ImageShape(first.height(), first.width(), first.depth(), (int) largestLabel + 1);
  }

  static void check(ImageExample example, ImageShape shape) throws IOException {
    boolean fits =
        example.height() == shape.height()
            && example.width() == shape.width()
            && example.depth() == shape.depth();
    if (!fits) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "picture of %d x %d x %d, expected %s",
              example.height(),
              example.width(),
              example.depth(),
              shape.size()));
    }
    if (example.label() >= shape.classes()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "feature label is %d, expected 0 to %d",
              example.label(),
              shape.classes() - 1));
    }
  }
}
