package io.github.multigpumnist.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.NodeDef;

/**
 * Holds a step's partitions against what is expected.
 *
 * @param partitions as TensorFlow cut the step
 * @param expected what crosses, and where everything is
 */
record StepCheck(Partitions partitions, Expected expected) {
  /** TensorFlow's rewriters put their own names, such as ConstantFolding, before an operation's. */
  private static final Pattern TOWER =
      Pattern.compile("(?:[A-Z]\\w*/)*tower_(\\d+)/(?!(?:input|resident)/).*");

  private static final Pattern OF_VARIABLES =
      Pattern.compile("(?:[A-Z]\\w*/)*(average|moving_averages)/.*");
  private static final List<String> SCALARS =
      List.of("examples", "global_step", "input/start", "input/size");

  /** Operations of each tower, or of none, on each device: {@code GPU:0 tower_0} → 149. */
  Map<String, Integer> operations() {
    Map<String, Integer> counted = new TreeMap<>();
    partitions
        .operations()
        .forEach(
            (device, nodes) ->
                nodes.forEach(
                    node -> {
                      Matcher tower = TOWER.matcher(node.getName());
                      String of = tower.matches() ? "tower_" + tower.group(1) : "shared";
                      counted.merge(device + " " + of, 1, Integer::sum);
                    }));
    return counted;
  }

  /** Tensors that cross between devices. */
  long crossings() {
    return partitions.transfers().stream().filter(t -> !t.isRoundTrip()).count();
  }

  /** Tensors that cross between a GPU's memory and the host's, inside a tower or elsewhere. */
  List<String> roundTrips() {
    return partitions.transfers().stream()
        .filter(Transfer::isRoundTrip)
        .map(t -> t.producer() + " on " + t.from())
        .toList();
  }

  /** What is not as expected, a line each. */
  List<String> findings() {
    List<String> findings = new ArrayList<>(misplaced());
    roundTrips().forEach(trip -> findings.add("round trip: " + trip));
    Map<String, Integer> seen = seen();
    Map<String, Integer> wanted = expected.transfers();
    Set<String> all = new TreeSet<>(seen.keySet());
    all.addAll(wanted.keySet());
    for (String transfer : all) {
      int is = seen.getOrDefault(transfer, 0);
      int due = wanted.getOrDefault(transfer, 0);
      if (is != due && !expected.isAllowed(transfer)) {
        findings.add("crosses " + is + " times, expected " + due + ": " + transfer);
      }
    }
    return findings;
  }

  private Map<String, Integer> seen() {
    Set<String> variables = expected.variables().keySet();
    Map<String, Integer> seen = new TreeMap<>();
    partitions.transfers().stream()
        .filter(t -> !t.isRoundTrip())
        .forEach(t -> seen.merge(t.describe(variables, SCALARS), 1, Integer::sum));
    return seen;
  }

  private List<String> misplaced() {
    List<String> findings = new ArrayList<>();
    Set<String> towersSeen = new TreeSet<>();
    partitions
        .operations()
        .forEach(
            (device, nodes) ->
                nodes.forEach(
                    node -> {
                      String due = due(node, towersSeen);
                      if (due != null && !due.equals(device)) {
                        findings.add(
                            "misplaced: %s (%s) is on %s, expected %s"
                                .formatted(node.getName(), node.getOp(), device, due));
                      }
                    }));
    for (int i = 0; i < expected.towers().size(); i++) {
      if (!towersSeen.contains("tower_" + i)) {
        findings.add("tower_" + i + " has no operation");
      }
    }
    return findings;
  }

  /** Where an operation has to be; null where that is all the same. */
  private String due(NodeDef node, Set<String> towersSeen) {
    Matcher tower = TOWER.matcher(node.getName());
    if (tower.matches()) {
      towersSeen.add("tower_" + tower.group(1));
      return expected.towers().get(Integer.parseInt(tower.group(1)));
    }
    if (node.getOp().equals("VariableV2")) {
      return ofVariable(node.getName());
    }
    if (node.getOp().startsWith("Apply")) {
      return ofVariable(node.getInput(0));
    }
    if (OF_VARIABLES.matcher(node.getName()).matches()) {
      return ofOne();
    }
    return null;
  }

  /** A variable's own device, which is its slots' too. */
  private String ofVariable(String name) {
    String owner = name.substring(0, Math.max(0, name.lastIndexOf('/')));
    String own = expected.variables().get(name);
    return own != null ? own : expected.variables().get(owner);
  }

  /** Averaging, where all variables are on one device. */
  private String ofOne() {
    Set<String> devices = new TreeSet<>(expected.variables().values());
    return devices.size() == 1 ? devices.iterator().next() : null;
  }
}
