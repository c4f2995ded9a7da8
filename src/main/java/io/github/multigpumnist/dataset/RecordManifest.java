package io.github.multigpumnist.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.TextFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What {@code records.json} says of the records beside it.
 *
 * @param sha256 of the shape, labels and pixels of the data set that the records were made from, or
 *     of its recipe
 */
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
    String sha256) {
  static final String FILE = "records.json";
  private static final int LABELS = 1 << 14; // at a time
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  static RecordManifest of(Dataset dataset, int validationSize) {
    Examples train = dataset.train();
    return new RecordManifest(
        dataset.name(),
        train.height(),
        train.width(),
        train.depth(),
        train.classes(),
        validationSize,
        train.count() - validationSize,
        validationSize,
        dataset.test().count(),
        sha256(dataset));
  }

  static RecordManifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
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

  static String sha256(Dataset dataset) {
    MessageDigest digest = Digests.of("SHA-256");
    add(dataset.train(), digest);
    add(dataset.test(), digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(Examples images, MessageDigest digest) {
    if (images.recipe().isPresent()) {
      digest.update(images.recipe().get().getBytes(StandardCharsets.UTF_8));
      return;
    }
    ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * LABELS);
    numbers.putInt(images.height()).putInt(images.width()).putInt(images.depth());
    numbers.putInt(images.classes()).putInt((int) images.count());
    digest.update(numbers.flip());
    int[] labels = new int[LABELS];
    for (long from = 0; from < images.count(); from += LABELS) {
      int count = (int) Math.min(LABELS, images.count() - from);
      images.labels(from, count, labels);
      numbers.clear().asIntBuffer().put(labels, 0, count);
      digest.update(numbers.limit(count * Integer.BYTES));
    }
    int size = images.imageSize();
    images.forEach((from, count, batch) -> digest.update(batch.pixels(), 0, count * size));
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
