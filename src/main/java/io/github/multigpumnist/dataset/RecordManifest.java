package io.github.multigpumnist.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What {@code records.json} says of the records beside it.
 *
 * @param sha256 of the shape, labels and pixels of the data set that the records were made from, or
 *     of its recipe
 * @param trainCrc32c of the training records' images, by {@link ContentHash#crc32c}; missing where
 *     an earlier version wrote them
 * @param files the shards of all parts; missing where an earlier version wrote one file a part
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordManifest(
    String dataset,
    int height,
    int width,
    int depth,
    int classes,
    int validationSize,
    long trainCount,
    long validationCount,
    long testCount,
    String sha256,
    String trainCrc32c,
    List<Entry> files) {
  static final String FILE = "records.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Up to this many examples and bytes one file will do: more are shuffled shard by shard. */
  private static final long ONE_FILE_EXAMPLES = 1 << 16;

  private static final long ONE_FILE_BYTES = 1 << 28;
  private static final long SHARD_BYTES = 1 << 27;

  /** So many that neighbours in a file sorted by class are far apart in an epoch. */
  private static final int LEAST_SHARDS = 32;

  /**
   * One file.
   *
   * @param records how many it holds
   * @param bytes its size; null until it is written
   * @param modified its time; null until it is written
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(String name, long records, Long bytes, String modified) {

    /** Whether the file is there and, by size and time, the one that was written. */
    boolean isUntouched(Path directory) throws IOException {
      Path file = directory.resolve(name);
      return hasItsSize(file) && Files.getLastModifiedTime(file).toString().equals(modified);
    }

    boolean hasItsSize(Path file) throws IOException {
      return Files.isRegularFile(file) && bytes != null && Files.size(file) == bytes;
    }
  }

  /** Of records that are not written yet. */
  static RecordManifest of(Dataset dataset, int validationSize) {
    Examples train = dataset.split(validationSize).train();
    long trainCount = train.count();
    int shards = shards(trainCount, train.imageSize());
    List<Entry> files = new ArrayList<>();
    addShards(files, "train", shards, trainCount);
    addShards(files, "validation", 1, validationSize);
    addShards(files, "test", 1, dataset.test().count());
    return new RecordManifest(
        dataset.name(),
        train.height(),
        train.width(),
        train.depth(),
        train.classes(),
        validationSize,
        trainCount,
        validationSize,
        dataset.test().count(),
        ContentHash.sha256(dataset),
        ContentHash.crc32c(train),
        List.copyOf(files));
  }

  private static int shards(long count, int imageSize) {
    long bytes = count * imageSize;
    return count <= ONE_FILE_EXAMPLES && bytes <= ONE_FILE_BYTES
        ? 1
        : (int) Math.max(LEAST_SHARDS, (bytes + SHARD_BYTES - 1) / SHARD_BYTES);
  }

  private static void addShards(List<Entry> files, String part, int shards, long count) {
    List<String> names = RecordNames.of(part, shards);
    for (int i = 0; i < shards; i++) {
      long records = count * (i + 1) / shards - count * i / shards;
      files.add(new Entry(names.get(i), records, null, null));
    }
  }

  /** The files of a part, in order. */
  List<Entry> entries(String part) {
    if (files != null) {
      return files.stream().filter(f -> RecordNames.part(f.name()).equals(part)).toList();
    }
    long count =
        switch (part) {
          case "train" -> trainCount;
          case "validation" -> validationCount;
          default -> testCount;
        };
    return List.of(new Entry(RecordNames.of(part, 1).get(0), count, null, null));
  }

  List<Entry> entries() {
    return RecordNames.PARTS.stream().flatMap(part -> entries(part).stream()).toList();
  }

  /** The same with the training images' checksum, and sizes and times of what is written now. */
  RecordManifest written(Path directory, String crc32c) throws IOException {
    List<Entry> now = new ArrayList<>();
    for (Entry entry : entries()) {
      Path file = directory.resolve(entry.name());
      String modified = Files.getLastModifiedTime(file).toString();
      now.add(new Entry(entry.name(), entry.records(), Files.size(file), modified));
    }
    return with(crc32c, List.copyOf(now));
  }

  private RecordManifest with(String crc32c, List<Entry> entries) {
    return new RecordManifest(
        dataset,
        height,
        width,
        depth,
        classes,
        validationSize,
        trainCount,
        validationCount,
        testCount,
        sha256,
        crc32c,
        entries);
  }

  /** Whether it is of the same records, in whatever files. */
  boolean hasContentOf(RecordManifest other) {
    return with(null, null).equals(other.with(null, null));
  }

  static RecordManifest read(Path file) throws IOException {
    String text = TextFile.read(file);
    try {
      RecordManifest manifest = JSON.readValue(text, RecordManifest.class);
      if (manifest == null || manifest.dataset == null || manifest.sha256 == null) {
        throw new IOException(file + ": expected an object with dataset and sha256");
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  void write(Path file) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    AtomicFiles.writeString(file, text + "\n");
  }

  /** A folder's name for these records: readable, and another one for other content. */
  String folderName() {
    String name = dataset.replaceAll("[^A-Za-z0-9]+", "-");
    String readable = name.substring(0, Math.min(name.length(), 40));
    String key = validationSize + ":" + dataset + ":" + sha256;
    byte[] hash = Digests.of("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    return readable + "-" + HexFormat.of().formatHex(hash, 0, 8);
  }
}
