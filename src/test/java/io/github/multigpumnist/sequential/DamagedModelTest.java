package io.github.multigpumnist.sequential;

import static io.github.multigpumnist.sequential.Models.TEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.runtime.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved model that is not whole gives one clear line, and no model. */
class DamagedModelTest {
  @TempDir static Path saved;
  @TempDir Path scratch;
  private Path folder;

  @BeforeAll
  static void save() throws IOException {
    try (Sequential model = Models.trained(Models.cnn())) {
      model.save(saved.resolve("model"));
    }
  }

  @BeforeEach
  void copy() throws IOException {
    folder = Files.createDirectory(scratch.resolve("model"));
    for (Path file : files(saved.resolve("model"))) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.sorted().toList();
    }
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> Sequential.load(folder, Devices.cpu(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContainingAll(words)
        .message()
        .doesNotContain("\n", "io.github", "java.", "com.fasterxml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ 8, 8, 1 ] | [ 8, 8 ] | input is [8, 8], expected [height, width, depth]",
        "[ 8, 8, 1 ] | [ 8, 8, 0 ] | input is [8, 8, 0], expected",
        "[ 8, 8, 1 ] | [ 8, 8, 1.5 ] | sequential.json: input",
        "[ 8, 8, 1 ] | 8 | sequential.json: input: unknown, or of a wrong value",
        "[ 8, 8, 1 ] | [ 12, 12, 1 ] | a variable has shape",
        "\"softmax_layer\" | \"softmax\" | sequential.json: softmax: unknown",
        "\"softmax_layer\" : \"activation\" | \"softmax_layer\" : \"dense\" | name 'dense' stands",
        "\"softmax_layer\" : \"activation\" | \"softmax_layer\" : \"a/b\" | layer name a/b",
        "\"categorical_crossentropy\" | \"mse\" | sequential.json: loss",
        "\"categorical_crossentropy\" | null | loss is missing",
        "\"accuracy\" | null | metrics is [null], expected a list of names",
        "\"accuracy\" | \"recall\" | sequential.json: metrics",
        "\"FLOAT32\" | \"FLOAT64\" | sequential.json: precision",
        "} | }} | sequential.json:"
      })
  void settingsThatAreWrong(String right, String wrong, String message) throws IOException {
    Path file = folder.resolve("sequential.json");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
    assertRefused(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "3", "{", "{}", "\u0000"})
  void settingsThatAreNone(String text) throws IOException {
    Files.writeString(folder.resolve("sequential.json"), text);
    assertRefused("sequential.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"units\" : 3 | \"units\" : 4 | a variable has shape",
        "\"units\" : 3 | \"units\" : \"classes\" | model.json: layer 'dense': units",
        "\"conv2d_1\" | \"conv2d_2\" | has no variable 'conv2d_2",
        "\"nadam\" | \"lion\" | model.json",
        "\"default\" | \"usual\" | model.json: model 'sequential' has no recipe 'default'"
      })
  void modelsThatAreOthers(String right, String wrong, String message) throws IOException {
    Path file = folder.resolve("model.json");
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
    assertRefused(message);
  }

  @Test
  void filesThatAreMissing() throws IOException {
    for (Path file : files(folder)) {
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      assertRefused(file.toString().contains("ckpt") ? "model.ckpt" : "");
      Files.write(file, content);
    }
    assertThatThrownBy(() -> Sequential.load(scratch.resolve("none"), Devices.cpu(1)))
        .hasMessage(scratch.resolve("none") + ": no sequential.json here, expected a saved model");
  }

  /** Bytes changed, cut off or added anywhere: a line, or a model that is whole all the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutations(long seed) throws IOException {
    Random random = new Random(seed);
    for (Path file : files(folder)) {
      byte[] content = Files.readAllBytes(file);
      for (int i = 0; i < 8; i++) {
        Files.write(file, mutated(content, random));
        try (Sequential model = Sequential.load(folder, Devices.cpu(1))) {
          assertThat(model.predict(TEST)).hasNumberOfRows((int) TEST.count());
        } catch (IOException e) {
          assertThat(e.getMessage()).isNotBlank().contains(folder.toString()).doesNotContain("\n");
        }
      }
      Files.write(file, content);
    }
  }

  private static byte[] mutated(byte[] content, Random random) {
    int length = random.nextInt(3) == 0 ? random.nextInt(content.length) : content.length;
    byte[] mutated = Arrays.copyOf(content, length + random.nextInt(2));
    for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
    }
    return mutated;
  }
}
