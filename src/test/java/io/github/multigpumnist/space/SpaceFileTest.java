package io.github.multigpumnist.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceFileTest {
  private static final String REST =
      ",\n\"nb_layers\": [1], \"activation\": [\"relu\"], \"optimizer\": [\"adam\"]}}";

  @Test
  void bundledSpaceHas672Networks() throws IOException {
    Space space = SpaceFile.load("mlp");
    assertThat(space.genes()).isEqualTo(Spaces.full().genes());
    assertThat(space.size()).isEqualTo(672);
    assertThat(LongStream.range(0, 672).mapToObj(space::at).map(Genome::fingerprint).distinct())
        .hasSize(672);
  }

  @Test
  void jsonIsReadBack() throws IOException {
    Space space = SpaceFile.load("mlp");
    assertThat(SpaceFile.parse(SpaceFile.format(space), "copy")).isEqualTo(space);
  }

  @Test
  void optionalGenesAreRead() throws IOException {
    String json =
        "{\"name\": \"x\", \"genes\": {\"nb_neurons\": {\"low\": 8, \"high\": 32, \"step\": 8},"
            + "\"dropout\": [0.0, 0.5], \"learning_rate\": [1e-3, 0.1], \"batch_size\": [32]"
            + REST;
    Space space = SpaceFile.parse(json, "x");
    assertThat(space.size()).isEqualTo(16);
    assertThat(space.at(15))
        .hasToString(
            "activation=relu batch_size=32 dropout=0.5 learning_rate=0.1 nb_layers=1 nb_neurons=32"
                + " optimizer=adam");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"activation\": [\"rely\"]|gene 'activation': value is 'rely', expected one of [linear, relu,"
            + " elu, tanh, sigmoid, softmax]",
        "\"optimizer\": [\"adam\", \"lion\"]|gene 'optimizer': value is 'lion', expected one of"
            + " [sgd, rmsprop, adagrad, adadelta, adam, adamax, nadam]",
        "\"nb_neurons\": []|gene 'nb_neurons': the list is empty, expected at least one value",
        "\"nb_neurons\": [64, 32, 64]|gene 'nb_neurons': value 64 stands twice, expected each value once",
        "\"dropout\": [0.5, 0.50]|gene 'dropout': value 0.5 stands twice, expected each value once",
        "\"nb_neurons\": [\"64\"]|gene 'nb_neurons': value is '64', expected a whole number from 1 to"
            + " 65536",
        "\"nb_neurons\": [64.5]|gene 'nb_neurons': value is 64.5, expected a whole number from 1 to"
            + " 65536",
        "\"nb_neurons\": [0]|gene 'nb_neurons': value is 0, expected a whole number from 1 to 65536",
        "\"nb_neurons\": [null]|gene 'nb_neurons': value is null, expected a number or text",
        "\"nb_neurons\": 64|gene 'nb_neurons': is 64, expected a list of values or {\"low\": 1,"
            + " \"high\": 4, \"step\": 1}",
        "\"nb_neurons\": {\"low\": 4}|gene 'nb_neurons': high is missing, expected a whole number",
        "\"nb_neurons\": {\"low\": 4, \"high\": 2}|gene 'nb_neurons': high is 2, expected low (4) or"
            + " more",
        "\"nb_neurons\": {\"low\": 4, \"high\": 9, \"step\": 2}|gene 'nb_neurons': high is 9, expected"
            + " low (4) and a multiple of step 2",
        "\"nb_neurons\": {\"low\": 4, \"high\": 9, \"stop\": 2}|gene 'nb_neurons': unknown field 'stop',"
            + " expected a list of values or {\"low\": 1, \"high\": 4, \"step\": 1}",
        "\"dropout\": [1.0]|gene 'dropout': value is 1, expected a number from 0 to below 1",
        "\"dropout\": {\"low\": 0, \"high\": 1}|gene 'dropout': value is 1, expected a number from 0 to"
            + " below 1",
        "\"learning_rate\": {\"low\": 0.0, \"high\": 0.1, \"log\": true}|gene 'learning_rate': low is 0.0,"
            + " expected a number above 0 with log",
        "\"nb_neurons\": {\"low\": 0, \"high\": 9, \"log\": true}|gene 'nb_neurons': low is 0, expected 1 or"
            + " more with log",
        "\"nb_neurons\": {\"low\": 2, \"high\": 8, \"step\": 2, \"log\": true}|gene 'nb_neurons': step is 2,"
            + " expected 1 with log",
        "\"nb_neurons\": {\"low\": 2, \"high\": 8, \"log\": 1}|gene 'nb_neurons': log is 1, expected true or"
            + " false",
        "\"dropout\": {\"low\": 0.1, \"high\": 0.5, \"step\": 0.1}|gene 'dropout': step is 0.1, expected none"
            + " where low or high is no whole number",
        "\"dropout\": {\"low\": 0.5, \"high\": 0.1}|gene 'dropout': high is 0.1, expected a number above low"
            + " (0.5)",
        "\"dropout\": {\"low\": 0.5, \"high\": 1.0}|gene 'dropout': value is 1, expected a number from 0 to"
            + " below 1",
        "\"learning_rate\": [0]|gene 'learning_rate': value is 0, expected a number above 0",
        "\"momentum\": [0.9]|gene 'momentum': unknown gene, expected one of [nb_neurons, nb_layers,"
            + " activation, optimizer, dropout, batch_size, learning_rate]",
      })
  void oneLineTellsFileLineGeneAndWhatWasExpected(String gene, String message) {
    String json = "{\"name\": \"x\",\n\"genes\": {\n" + gene + "\n}}";
    assertThatThrownBy(() -> SpaceFile.parse(json, "my.json"))
        .isInstanceOf(IOException.class)
        .hasMessage("my.json:3: " + message);
  }

  @Test
  void rangesAreReadBack() throws IOException {
    String json =
        "{\"name\": \"x\", \"genes\": {\"nb_neurons\": {\"low\": 8, \"high\": 4096, \"log\": true},"
            + "\"learning_rate\": {\"low\": 1e-5, \"high\": 1, \"log\": true},"
            + "\"dropout\": {\"low\": 0.0, \"high\": 0.5}"
            + REST;
    Space space = SpaceFile.parse(json, "x");
    assertThat(space.genes().get(0).values())
        .isEqualTo(new Distribution.IntRange(8, 4096, 1, true));
    assertThat(space.genes().get(1).values()).isEqualTo(new Distribution.FloatRange(1e-5, 1, true));
    assertThat(space.genes().get(2).values()).isEqualTo(new Distribution.FloatRange(0, 0.5, false));
    assertThat(space.size()).isEqualTo(Distribution.UNCOUNTED);
    assertThat(SpaceFile.parse(SpaceFile.format(space), "copy")).isEqualTo(space);
  }

  @Test
  void missingAndRepeatedGenesAreNamed() {
    assertThatThrownBy(() -> SpaceFile.parse("{\"name\": \"x\", \"genes\": {}}", "f"))
        .hasMessage("f:1: gene 'nb_neurons' is missing, expected a list of its values");
    assertThatThrownBy(
            () -> SpaceFile.parse("{\"name\": \"x\", \"genes\": {\"nb_layers\": [2]" + REST, "f"))
        .hasMessage("f:2: Duplicate field 'nb_layers'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|f:1: found nothing, expected a space {\"name\":, \"genes\": {…}}",
        "[]|f:1: found START_ARRAY, expected a space {\"name\":, \"genes\": {…}}",
        "{\"name\": 3}|f:1: found VALUE_NUMBER_INT, expected text as name",
        "{\"genes\": {}}|f:1: name is missing, expected text",
        "{\"name\": \"x\", \"gene\": {}}|f:1: unknown field 'gene', expected one of [name, description,"
            + " genes]",
        "{\"name\": \"x\", \"genes\": [] }|f:1: found START_ARRAY, expected an object {gene: values} as"
            + " genes",
      })
  void wrongFilesAreToldInOneLine(String json, String message) {
    assertThatThrownBy(() -> SpaceFile.parse(json, "f")).hasMessage(message);
  }

  @Test
  void cutAndContinuedFilesAreRefused() throws IOException {
    String whole = SpaceFile.format(SpaceFile.load("mlp"));
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> SpaceFile.parse(cut, "f")).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> SpaceFile.parse(whole + " {}", "f"))
        .hasMessage("f:1: something stands after the space, expected its end");
  }

  @Test
  void fileAndNameAreFound(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("own.json");
    Files.writeString(file, SpaceFile.format(Spaces.tiny()));
    assertThat(SpaceFile.load(file.toString())).isEqualTo(Spaces.tiny());
    assertThatThrownBy(() -> SpaceFile.load("mlq"))
        .hasMessage("space 'mlq': no such file, and no space of the program (mlp)");
  }
}
