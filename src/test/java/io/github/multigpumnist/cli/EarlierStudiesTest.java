package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.multigpumnist.format.IdxArray;
import io.github.multigpumnist.format.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two studies as version 0.1.0 wrote them into a SQLite file: {@code g}, a genetic search of four
 * generations killed in the third (a child of the second is a network of the first), and {@code b},
 * brute force killed at its third network of five. What they come to is what 0.1.0 came to when it
 * went on with the same file.
 */
class EarlierStudiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPACE =
      """
      {"name": "small", "genes": {
       "nb_neurons": [4, 8, 12, 16], "nb_layers": {"low": 1, "high": 2},
       "activation": ["relu", "tanh"], "optimizer": ["adam", "sgd", "nadam"],
       "learning_rate": [0.0003, 0.001, 0.003]}}
      """;

  /** The networks that 0.1.0 tried, in the order of their trials. */
  private static final List<String> TRIED =
      List.of(
          "d3c51b69b2e238af2d12395b40953830",
          "2ba8b3a6a5e1755dc25f14b1e7257123",
          "bba09e05883815b4b90a4afe722b1e1d",
          "cdfa475bbfd8ef89295160f04eebcd33",
          "f26e06fb44207ea565f01aa9927f8a29",
          "991b29c9cac4d85199f6b1a1142335de",
          "b37e6a50ecf0c4a70430c42248117962",
          "1ab3f6b79eee3ecf3294ca4db6da4b11",
          "b39b97a911c13609a5679bff634c8f38",
          "091ae4f29a420ae0c4cba7b00cace070",
          "d5c9c81a77d626ac1ac9a98355aeddfc",
          "9c5474d70b4591d2193b16047988a5df",
          "7ab5c13c00af4916b257205c2ed9b4db");

  @TempDir private Path folder;

  @BeforeEach
  void writeWhatTheEarlierVersionLeft() throws Exception {
    images("train", 120);
    images("t10k", 30);
    Files.writeString(folder.resolve("space.json"), SPACE);
    String sql;
    try (InputStream in =
        EarlierStudiesTest.class.getResourceAsStream("/studies/studies-0.1.0.sql")) {
      sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder + "/s.db");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate(sql);
      connection.commit();
    }
  }

  private void images(String part, int count) throws IOException {
    int size = 20;
    byte[] labels = new byte[count];
    byte[] pixels = new byte[count * size];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 3);
      for (int p = 0; p < size; p++) {
        int noise = (i * i * 31 + p * p * 17 + i * p * 7) % 97;
        pixels[i * size + p] = (byte) ((p % 3 == i % 3 ? 80 : 20) + noise);
      }
    }
    IdxFile.write(
        folder.resolve(part + "-images-idx3-ubyte"), new IdxArray(new int[] {count, 5, 4}, pixels));
    IdxFile.write(
        folder.resolve(part + "-labels-idx1-ubyte"), new IdxArray(new int[] {count}, labels));
  }

  private JsonNode run(String words) throws IOException {
    Capture capture = new Capture();
    List<String> arguments =
        Stream.concat(
                Stream.of(words.replace("FOLDER", folder.toString()).split(" ")),
                Stream.of("--json", "--storage", "sqlite:///" + folder + "/s.db"))
            .toList();
    assertThat(MultiGpuMnist.run(arguments, capture.console(false, true)))
        .as(capture.err())
        .isZero();
    return JSON.readTree(capture.out());
  }

  private JsonNode search(String words) throws IOException {
    return run(
        words
            + " --dataset idx:FOLDER --validation-size 30 --space FOLDER/space.json --max-epochs 6"
            + " --batch-size 8 --top 2 --devices cpu --log-file FOLDER/log.txt");
  }

  private JsonNode genetic(String flags) throws IOException {
    return search("genetic --study g --population 6 --mutate-chance 0.4 " + flags);
  }

  private static List<Integer> ints(JsonNode list, String field) {
    return list.findValues(field).stream().map(JsonNode::intValue).toList();
  }

  private static List<Double> values(JsonNode list) {
    return list.findValues("value").stream().map(JsonNode::doubleValue).toList();
  }

  @Test
  void isListedAndShownAndRanked() throws Exception {
    JsonNode studies = run("study list").path("studies");
    assertThat(studies.findValuesAsText("name")).containsExactly("g", "b");
    assertThat(studies.findValuesAsText("kind")).containsExactly("genetic", "brute");
    assertThat(studies.at("/0/trials").toString()).isEqualTo("{\"running\":1,\"complete\":10}");
    assertThat(studies.at("/1/trials").toString())
        .isEqualTo("{\"running\":1,\"complete\":2,\"waiting\":2}");

    JsonNode shown = run("study show --study g");
    JsonNode generations = shown.path("generations");
    assertThat(ints(generations, "networks")).containsExactly(6, 6);
    assertThat(ints(generations, "trained")).containsExactly(6, 3);
    JsonNode top = shown.path("top"); // three of equal accuracy, by loss
    assertThat(ints(top, "number")).containsExactly(8, 1, 2, 5, 7, 3, 4, 0, 6, 9);
    assertThat(values(top)).startsWith(0.7, 0.7, 0.7, 0.5666666666666667);
    assertThat(top.at("/0/test_accuracy").doubleValue()).isEqualTo(0.7);
    assertThat(top.at("/0/curve")).hasSize(6);
    assertThat(top.at("/0/params").toString())
        .isEqualTo(
            "{\"nb_neurons\":12,\"nb_layers\":1,\"activation\":\"tanh\",\"optimizer\":\"adam\","
                + "\"learning_rate\":0.001}");
    assertThat(run("study best --study b").at("/trial/number").intValue()).isOne();
  }

  @Test
  void geneticSearchGoesOnAsItWasBegun() throws Exception {
    JsonNode result = genetic("--generations 4 --parallel 2");
    assertThat(result.path("trained").intValue()).isEqualTo(3);
    assertThat(result.path("seed").intValue()).isEqualTo(6);
    assertThat(ints(result.path("generations"), "trained")).containsExactly(6, 3, 2, 2);
    assertThat(ints(result.path("generations"), "saved")).containsExactly(0, 1, 2, 2);
    assertThat(result.path("top").findValuesAsText("fingerprint"))
        .containsExactly(TRIED.get(10), TRIED.get(8));
    JsonNode top = run("study show --study g").path("top");
    assertThat(top).hasSize(13);
    top.forEach(
        trial ->
            assertThat(trial.at("/attributes/fingerprint").asText())
                .isEqualTo(TRIED.get(trial.path("number").intValue())));
  }

  @Test
  void aSettingThatItHasNotIsRefused() {
    Capture capture = new Capture();
    String words =
        "genetic --study g --population 6 --mutate-chance 0.4 --duplicates replace --dataset"
            + " idx:FOLDER --validation-size 30 --space FOLDER/space.json --max-epochs 6"
            + " --batch-size 8 --devices cpu --log-file FOLDER/log.txt --storage"
            + " sqlite:///FOLDER/s.db";
    int exitCode =
        MultiGpuMnist.run(
            List.of(words.replace("FOLDER", folder.toString()).split(" ")),
            capture.console(false, false));
    assertThat(exitCode).isOne();
    assertThat(capture.err().strip())
        .isEqualTo(
            "multigpu-mnist: error: study 'g' was begun otherwise: duplicates is keep there,"
                + " replace here");
  }

  @Test
  void bruteForceGoesOnAsItWasBegun() throws Exception {
    JsonNode result = search("brute --study b --limit 5 --parallel 1");
    assertThat(result.path("trained").intValue()).isEqualTo(3);
    assertThat(result.path("scored").intValue()).isEqualTo(5);
    assertThat(result.at("/top/0/fingerprint").asText())
        .isEqualTo("09e4dcd5bc61cb8e61c0d609294c67bb");
  }

  @Test
  void aWorkerReadsItsSettings() throws Exception {
    JsonNode result =
        run(
            "genetic --worker --study g --dataset idx:FOLDER --devices cpu --parallel 1 --log-file"
                + " FOLDER/log.txt");
    assertThat(result.path("trained").intValue()).isEqualTo(3);
  }
}
