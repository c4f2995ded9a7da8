package io.github.multigpumnist.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Records in the user's cache that are found without opening the data set that they were made from:
 * by the places, sizes and times of its files.
 *
 * @param files whole, and untouched since they were written
 * @param classNames a name per class
 */
public record KnownRecords(RecordFiles files, List<String> classNames) {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** What is kept of each. */
  private record Note(String folder, List<String> classNames) {}

  /**
   * What a data set and its split are known by.
   *
   * @param name one of {@link Datasets#NAMES}
   * @param validation how the validation images are chosen
   * @param locations where to look
   * @return empty when its files are not all here, or say nothing of its content
   * @throws IOException when a folder cannot be read
   */
  public static Optional<String> key(String name, String validation, DataLocations locations)
      throws IOException {
    return Datasets.identity(name, locations)
        .map(identity -> String.join("\n", name, validation, identity))
        .map(text -> Digests.of("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
        .map(hash -> HexFormat.of().formatHex(hash, 0, 16));
  }

  /**
   * Looks for records.
   *
   * @param cache the program's cache folder
   * @param key from {@link #key}
   * @return empty when there are none, or they are not as they were written
   */
  public static Optional<KnownRecords> find(Path cache, String key) {
    try {
      Note note = JSON.readValue(Files.readString(file(cache, key)), Note.class);
      Path folder = cache.resolve("records").resolve(note.folder());
      RecordManifest manifest = RecordManifest.read(folder.resolve(RecordManifest.FILE));
      for (RecordManifest.Entry entry : manifest.entries()) {
        if (!entry.isUntouched(folder)) {
          return Optional.empty();
        }
      }
      RecordFiles files = RecordFiles.of(folder, manifest);
      return Optional.of(new KnownRecords(files, note.classNames()));
    } catch (IOException e) {
      return Optional.empty(); // they are looked for, or written, by the data set's content
    }
  }

  /**
   * Keeps in mind where records are.
   *
   * @param cache the program's cache folder, which they are in
   * @param key from {@link #key}
   * @throws IOException when the note cannot be written
   */
  public void remember(Path cache, String key) throws IOException {
    Path folder = files.train().get(0).file().getParent().getFileName();
    try {
      String text = JSON.writeValueAsString(new Note(folder.toString(), classNames));
      AtomicFiles.writeString(file(cache, key), text + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + this, e);
    }
  }

  private static Path file(Path cache, String key) {
    return cache.resolve("records").resolve("by-source").resolve(key + ".json");
  }
}
