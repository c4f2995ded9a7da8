package io.github.multigpumnist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tower, and which variable, goes where, by what is asked for and what is there. */
class DeviceChoiceTest {
  private static final String NO_CHOICE = "";

  private static DeviceChoice choice(int gpus, DeviceRequest request, String visible) {
    List<String> names = IntStream.range(0, gpus).mapToObj(i -> "/gpu:" + i).toList();
    return new DeviceChoice(
        request,
        new SeenGpus(
            names,
            visible.isEmpty() ? Optional.empty() : Optional.of("CUDA_VISIBLE_DEVICES=" + visible),
            Optional.of("the reason")));
  }

  /** As {@code train}'s flags; towers 0 stands for none given. */
  private static Devices train(int gpus, String devices, int towers, String variables) {
    OptionalInt wanted = towers == 0 ? OptionalInt.empty() : OptionalInt.of(towers);
    DeviceRequest request = new DeviceRequest(devices, wanted, 2, variables, GpuSettings.USUAL);
    return choice(gpus, request, NO_CHOICE).forOneRun();
  }

  private static String devices(List<String> names) {
    return String.join(" ", names).replace("/", "");
  }

  @ParameterizedTest
  @CsvSource({
    "0, auto, cpu:0 cpu:1",
    "1, auto, gpu:0",
    "2, auto, gpu:0 gpu:1",
    "4, gpu, gpu:0 gpu:1 gpu:2 gpu:3",
    "4, cpu, cpu:0 cpu:1",
    "4, 'gpu:3,gpu:1', gpu:3 gpu:1",
    "2, 'GPU:0, cpu:0', gpu:0 cpu:0",
    "2, cpu:0, cpu:0 cpu:0",
  })
  void byDefaultATowerOnEachGpuThatIsUsedAndTwoWithoutOne(
      int gpus, String devices, String expected) {
    assertThat(devices(train(gpus, devices, 0, "cpu").placement().towers())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2, auto, 3, gpu:0 gpu:1 gpu:0",
    "4, auto, 2, gpu:0 gpu:1",
    "1, gpu, 2, gpu:0 gpu:0",
    "0, auto, 3, cpu:0 cpu:1 cpu:2",
    "0, 'cpu:1,cpu:0', 3, cpu:1 cpu:0 cpu:1",
  })
  void towersShareDevicesInTurns(int gpus, String devices, int towers, String expected) {
    assertThat(devices(train(gpus, devices, towers, "cpu").placement().towers()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2, auto, cpu, cpu:0",
    "2, auto, gpu, gpu:0",
    "4, 'gpu:3,gpu:1', gpu, gpu:3",
    "1, 'cpu:0,gpu:0', gpu, gpu:0",
    "2, auto, 'gpu:0,gpu:1', gpu:0 gpu:1",
    "2, cpu, gpu:1, gpu:1",
    "0, cpu, 'cpu:2,cpu:1', cpu:2 cpu:1",
  })
  void variablesGoWhereTheyAreWanted(int gpus, String devices, String variables, String expected) {
    assertThat(devices(train(gpus, devices, 0, variables).placement().variables()))
        .isEqualTo(expected);
  }

  @Test
  void saysWhatWasChosen() {
    assertThat(train(0, "cpu:1,cpu:0", 2, "cpu").description())
        .isEqualTo("2 tower(s) on /cpu:1, /cpu:0");
    assertThat(train(0, "cpu", 2, "cpu:1").description())
        .matches(
            "2 tower\\(s\\) on logical CPU devices, \\d+ thread\\(s\\) each; variables on /cpu:1");
    assertThat(train(1, "auto", 2, "cpu").description())
        .isEqualTo("2 tower(s) on /gpu:0, /gpu:0; variables on /cpu:0");
    DeviceRequest divided =
        new DeviceRequest("auto", OptionalInt.empty(), 2, "gpu", new GpuSettings(2, 0));
    assertThat(choice(2, divided, "3").forOneRun().description())
        .isEqualTo(
            "2 tower(s) on /gpu:0, /gpu:1 (2 virtual GPUs a card, CUDA_VISIBLE_DEVICES=3);"
                + " variables on /gpu:0");
    assertThat(choice(0, DeviceRequest.of("cpu:0", 1), "3").forOneRun().description())
        .as("without a GPU it does not matter")
        .isEqualTo("1 tower(s) on /cpu:0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|gpu|cpu|--devices gpu: TensorFlow sees no GPU: the reason"
            + " ('multigpu-mnist doctor' tells more; --devices auto takes CPUs)",
        "0|cpu:0,gpu:0|cpu|--devices cpu:0,gpu:0: 'gpu:0' is not there, TensorFlow sees no GPU:"
            + " the reason",
        "2|gpu:7|cpu|--devices gpu:7: 'gpu:7' is not there, TensorFlow sees /gpu:0, /gpu:1",
        "2|cpu:0,tpu:0|cpu|--devices cpu:0,tpu:0: 'tpu:0' is no device, expected auto, gpu, cpu or"
            + " a list such as gpu:0,gpu:1,cpu:0",
        "2|''|cpu|--devices : '' is no device, expected auto, gpu, cpu or a list such as"
            + " gpu:0,gpu:1,cpu:0",
        "0|auto|gpu|--variables gpu: no tower is on a GPU, expected one there (TensorFlow sees no"
            + " GPU: the reason)",
        "1|cpu|gpu|--variables gpu: no tower is on a GPU, expected one there (TensorFlow sees"
            + " /gpu:0)",
        "2|auto|gpu:7|--variables gpu:7: 'gpu:7' is not there, TensorFlow sees /gpu:0, /gpu:1",
        "2|auto|gpu:0,gpu:0|--variables gpu:0,gpu:0: a device is listed twice, expected it once",
        "2|auto|ram|--variables ram: 'ram' is no device, expected cpu, gpu or a list such as"
            + " gpu:0,gpu:1,cpu:0",
        "2|auto|auto|--variables auto: 'auto' is no device, expected cpu, gpu or a list such as"
            + " gpu:0,gpu:1,cpu:0",
      })
  void refusesWhatIsNotThere(int gpus, String devices, String variables, String message) {
    assertThatThrownBy(() -> train(gpus, devices, 0, variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void saysThatTheEnvironmentHidesGpus() {
    assertThatThrownBy(() -> choice(0, DeviceRequest.of("gpu", 1), "-1").forOneRun())
        .hasMessageStartingWith(
            "--devices gpu: TensorFlow sees no GPU: the reason (CUDA_VISIBLE_DEVICES=-1) (");
    assertThatThrownBy(() -> choice(1, DeviceRequest.of("gpu:1", 1), "2").forOneRun())
        .hasMessageEndingWith(
            "'gpu:1' is not there, TensorFlow sees /gpu:0 (CUDA_VISIBLE_DEVICES=2)");
  }

  @Test
  void virtualGpusNeedARealOne() {
    for (String devices : List.of("auto", "cpu", "cpu:0")) {
      DeviceRequest request =
          new DeviceRequest(devices, OptionalInt.of(2), 2, "cpu", new GpuSettings(2, 0));
      assertThatThrownBy(() -> choice(0, request, NO_CHOICE).forOneRun())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("--virtual-gpus 2: this run uses no GPU, expected one");
    }
  }

  /** Setting GPUs up takes time, and some of their memory. */
  @Test
  void gpusAreLookedForOnlyWhereTheyMayBeUsed() {
    assertThat(DeviceRequest.of("cpu", 2).asksForGpus()).isFalse();
    assertThat(DeviceRequest.of("cpu:0,cpu:1", 2).asksForGpus()).isFalse();
    for (String devices : List.of("auto", "gpu", "gpu:0", "cpu:0,GPU:1")) {
      assertThat(DeviceRequest.of(devices, 2).asksForGpus()).as(devices).isTrue();
    }
  }

  private static List<Devices> search(int gpus, String devices, int runs) {
    return choice(gpus, DeviceRequest.of(devices, 1), NO_CHOICE)
        .forRunsAtATime(runs == 0 ? OptionalInt.empty() : OptionalInt.of(runs));
  }

  @ParameterizedTest
  @CsvSource({
    "2, auto, 0, gpu:0 gpu:1",
    "2, auto, 5, gpu:0 gpu:1 gpu:0 gpu:1 gpu:0",
    "4, 'gpu:2,gpu:3', 3, gpu:2 gpu:3 gpu:2",
    "2, auto, 1, gpu:0",
    "2, cpu, 3, cpu:0 cpu:0 cpu:0",
    "0, cpu:0, 0, cpu:0",
  })
  void trainingsAtATimeShareTheGpusInTurns(int gpus, String devices, int runs, String expected) {
    List<Devices> found = search(gpus, devices, runs);
    assertThat(devices(found.stream().map(d -> d.placement().towers().get(0)).toList()))
        .isEqualTo(expected);
    assertThat(found)
        .allSatisfy(
            each ->
                assertThat(each.placement().variables())
                    .as("nothing of a training leaves its device")
                    .isEqualTo(each.placement().towers()));
  }

  @Test
  void withoutGpuATrainingACoreWithOneThread() {
    assertThat(search(0, "auto", 0))
        .hasSize(Runtime.getRuntime().availableProcessors())
        .containsOnly(Devices.cpu(1, 1));
  }
}
