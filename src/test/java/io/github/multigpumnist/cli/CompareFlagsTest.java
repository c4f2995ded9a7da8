package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.compare.Combination;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareFlagsTest {
  private static Arguments parse(String... words) {
    return CompareFlags.create().parse("compare", List.of(words));
  }

  @Test
  void everyCombinationInTheOrderOfTheLists() {
    Arguments arguments =
        parse("--models", "a,b.json", "--inputs=resident,direct", "--num_gpus", "2,1");
    assertThat(CompareFlags.combinations(arguments, () -> 2))
        .extracting(Combination::toString)
        .containsExactly(
            "a float32, resident, 2 towers",
            "a float32, resident, 1 tower",
            "a float32, direct, 2 towers",
            "a float32, direct, 1 tower",
            "b.json float32, resident, 2 towers",
            "b.json float32, resident, 1 tower",
            "b.json float32, direct, 2 towers",
            "b.json float32, direct, 1 tower");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1 2", "4, 1 4"})
  void byDefaultOneTowerAndAsManyAsTrainHas(int usual, String expected) {
    assertThat(
            CompareFlags.combinations(parse("--inputs", "direct"), () -> usual).stream()
                .map(combination -> Integer.toString(combination.towers()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @Test
  void placesOfTrainArePassedOnWhenTheyAreGiven() {
    assertThat(CompareFlags.common(parse())).doesNotContainKeys("variables", "virtual-gpus");
    assertThat(CompareFlags.common(parse("--variables", "gpu", "--virtual_gpus", "2")))
        .containsEntry("variables", "gpu")
        .containsEntry("virtual-gpus", "2");
  }

  @Test
  void stepsAloneDecideTheLength() {
    assertThat(CompareFlags.common(parse()))
        .containsEntry("num-epochs", "1")
        .containsEntry("dataset", "mnist")
        .doesNotContainKeys("max-steps", "batch-size", "data-dir", "validation-size");
    assertThat(CompareFlags.common(parse("--steps", "500")))
        .containsEntry("max-steps", "500")
        .containsEntry("num-epochs", "1000000");
    assertThat(CompareFlags.common(parse("--max-steps", "500", "--epochs", "2")))
        .containsEntry("max-steps", "500")
        .containsEntry("num-epochs", "2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--inputs|batching,queue|--inputs batching,queue: 'queue' in the list,"
            + " expected of batching, direct, resident",
        "--inputs|direct,direct|--inputs direct,direct: something is in the list twice,"
            + " expected different ones",
        "--precision|float16|--precision float16: 'float16' in the list,"
            + " expected of float32, bfloat16",
        "--towers|1,0|--towers 1,0: '0' in the list, expected 1 to 256",
        "--towers|1,,2|--towers 1,,2: '' in the list, expected 1 to 256",
        "--towers|two|--towers two: 'two' in the list, expected 1 to 256",
        "--towers|999|--towers 999: '999' in the list, expected 1 to 256",
        "--models|convnet,|--models convnet,: '' in the list, expected a model",
        "--virtual-gpus|0|--virtual-gpus 0: expected a whole number from 1 to 64",
        "--steps|20|--steps 20: expected a whole number of at least 21",
        "--epochs|0|--epochs 0: expected a whole number of at least 1",
        "--batch-size|x|--batch-size x: expected a whole number of at least 1",
        "--seed|1.5|--seed 1.5: expected a whole number of at least -9223372036854775808",
      })
  void saysWhatIsWrong(String flag, String value, String message) {
    Arguments arguments = parse(flag, value);
    assertThatThrownBy(
            () -> {
              CompareFlags.combinations(arguments, () -> 2);
              CompareFlags.common(arguments);
            })
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void aTargetNeedsValidationImages(@TempDir Path folder) {
    Capture capture = new Capture();
    String line =
        "compare --dataset digits --inputs direct --towers 1 --devices cpu --validation-size 0"
            + " --target-accuracy 0.9 --output ";
    assertThat(
            MultiGpuMnist.run(
                List.of((line + folder.resolve("out")).split(" ")), capture.console(false, false)))
        .isEqualTo(2);
    assertThat(capture.err())
        .isEqualTo(
            "multigpu-mnist: error: --target-accuracy: there are no validation images, expected 1 or"
                + " more (--validation-size)\n");
    assertThat(folder).isEmptyDirectory();
  }
}
