package io.github.multigpumnist.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the files of a part are called: {@code train.tfrecords}, or, in 16 shards, {@code
 * train-00000-of-00016.tfrecords} and so on, as TensorFlow's programs do. Other programs may add
 * {@code .gz}.
 */
final class RecordNames {
  static final List<String> PARTS = List.of("train", "validation", "test");
  private static final Pattern NAME =
      Pattern.compile("(train|validation|test)(?:-(\\d{5})-of-(\\d{5}))?\\.tfrecords(\\.gz)?");
  private static final int ONE_FILE = 0;

  private RecordNames() {}

  static List<String> of(String part, int shards) {
    if (shards == 1) {
      return List.of(part + ".tfrecords");
    }
    return IntStream.range(0, shards).mapToObj(i -> shard(part, i, shards)).toList();
  }

  private static String shard(String part, int index, int shards) {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d.tfrecords", part, index, shards);
  }

  /** All files with such names. */
  static List<Path> in(Path directory) throws IOException {
    return matching(directory, NAME);
  }

  /** What {@link io.github.multigpumnist.format.AtomicFiles} had not finished of such files. */
  static List<Path> unfinished(Path directory) throws IOException {
    return matching(directory, Pattern.compile("\\." + NAME + "\\.\\d+\\.tmp"));
  }

  private static List<Path> matching(Path directory, Pattern name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> name.matcher(f.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  static String part(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /**
   * The files of a part that another program wrote.
   *
   * @return in the shards' order
   * @throws IOException when there is none, one is missing, or there are two sets
   */
  static List<Path> find(Path directory, String part) throws IOException {
    TreeMap<Integer, TreeMap<Integer, Path>> sets = new TreeMap<>(); // by number of shards
    for (Path file : in(directory)) {
      Matcher matcher = NAME.matcher(file.getFileName().toString());
      if (matcher.matches() && matcher.group(1).equals(part)) {
        boolean one = matcher.group(2) == null;
        sets.computeIfAbsent(
                one ? ONE_FILE : Integer.parseInt(matcher.group(3)), n -> new TreeMap<>())
            .put(one ? 0 : Integer.parseInt(matcher.group(2)), file);
      }
    }
    if (sets.isEmpty()) {
      throw new IOException(directory.resolve(part + ".tfrecords") + ": no such file");
    }
    if (sets.size() > 1) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: both %s and %s, expected one set of records",
              directory,
              sets.firstEntry().getValue().firstEntry().getValue().getFileName(),
              sets.lastEntry().getValue().firstEntry().getValue().getFileName()));
    }
    return complete(directory, part, sets.firstKey(), sets.firstEntry().getValue());
  }

  private static List<Path> complete(
      Path directory, String part, int shards, TreeMap<Integer, Path> files) throws IOException {
    for (int i = 0; i < shards; i++) {
      if (!files.containsKey(i)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: no such file, expected all %d shards",
                directory.resolve(shard(part, i, shards)),
                shards));
      }
    }
    return List.copyOf(files.values());
  }
}
