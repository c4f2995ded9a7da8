package io.github.multigpumnist.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.PlannedStep;
import io.github.multigpumnist.tower.TowerGraph;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.GraphDef;

/**
 * What tools/gpu-check --stand-in runs to look at training steps. {@code plan FOLDER} has
 * TensorFlow plan a step for each line on stdin, in a folder of its own; {@code read} reads what
 * TensorFlow wrote while the program itself trained: each line begins with that folder. The rest of
 * a line is a {@link Combination}. Prints a line of JSON for each.
 */
final class StandInProgram {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StandInProgram() {}

  public static void main(String[] args) throws IOException {
    boolean plan = args[0].equals("plan");
    if (plan) {
      PlannedStep.prepare();
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      StepCheck check = plan ? plan(Combination.parse(line), Path.of(args[1])) : read(line);
      System.out.println(JSON.writeValueAsString(result(line, check)));
    }
  }

  private static StepCheck plan(Combination combination, Path folder) throws IOException {
    Devices devices = combination.devices();
    TowerGraph graph = combination.graph(devices.placement());
    GraphDef planned =
        combination.spoiling().map(s -> s.spoil(graph.graphDef())).orElse(graph.graphDef());
    Path dump = Files.createTempDirectory(folder, "step"); // no other step's partitions are there
    PlannedStep.write(planned, devices, combination.inputFeeds(), dump);
    return new StepCheck(
        Partitions.read(dump), Expected.of(combination, devices.placement(), graph));
  }

  private static StepCheck read(String line) throws IOException {
    int space = line.indexOf(' ');
    Combination combination = Combination.parse(line.substring(space + 1));
    TowerGraph graph = combination.graph(combination.placement());
    return new StepCheck(
        Partitions.read(Path.of(line.substring(0, space))),
        Expected.of(combination, combination.placement(), graph));
  }

  private static ObjectNode result(String line, StepCheck check) {
    ObjectNode result = JSON.createObjectNode();
    result.put("combination", line);
    result.set("operations", JSON.valueToTree(check.operations()));
    result.put("crossings", check.crossings());
    result.set("round_trips", JSON.valueToTree(check.roundTrips()));
    result.set("findings", JSON.valueToTree(check.findings()));
    return result;
  }
}
