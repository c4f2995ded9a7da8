package io.github.multigpumnist.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The measurements in a folder, a file each, written whole or not at all. A file's name begins with
 * the combination's, for people, and ends with a checksum of its identity.
 */
final class MeasurementStore {
  private static final int CHECKSUM_BYTES = 6;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path folder;

  MeasurementStore(Path folder) {
    this.folder = folder;
  }

  /** A measurement with this very identity; one that is damaged counts as missing. */
  Optional<Measurement> find(Combination combination, Map<String, String> identity, int repeat)
      throws IOException {
    Path file = file(combination, identity, repeat);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Measurement found = JSON.readValue(file.toFile(), Measurement.class);
      boolean same = found.repeat() == repeat && found.identity().equals(identity);
      return same ? Optional.of(found) : Optional.empty();
    } catch (JsonProcessingException | NullPointerException e) { // cut, or a list is missing
      return Optional.empty();
    }
  }

  void save(Combination combination, Measurement measurement) throws IOException {
    AtomicFiles.writeString(
        file(combination, measurement.identity(), measurement.repeat()),
        JSON.writeValueAsString(measurement) + "\n");
  }

  Path file(Combination combination, Map<String, String> identity, int repeat) {
    return folder.resolve(
        new ComparisonPlan.Turn(combination, repeat).name() + "-" + checksum(identity) + ".json");
  }

  private static String checksum(Map<String, String> identity) {
    MessageDigest digest = Digests.of("SHA-256");
    new TreeMap<>(identity)
        .forEach(
            (name, value) ->
                digest.update((name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest(), 0, CHECKSUM_BYTES);
  }
}
