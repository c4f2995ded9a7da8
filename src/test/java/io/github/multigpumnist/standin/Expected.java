package io.github.multigpumnist.standin;

import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Conv2d;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.tower.Placement;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.training.InputKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.proto.NodeDef;

/**
 * What a step has to bring from device to device, and no more: to each device with towers the
 * variables and the loss's weight, once; to each tower its images, its labels, and two seeds for
 * each dropout; from each tower the gradients, its loss, and what batch normalisation has seen. On
 * a cluster also to each machine what its towers' hosts need, and from there the losses.
 *
 * @param network that trains
 * @param input how examples reach the towers
 * @param precision of its products: their weights, and the gradients of these, cross in it
 * @param towers each tower's device, by its short name
 * @param hosts each tower's machine's CPU, where its examples are
 * @param variables each variable's device
 * @param main the device of what there is one of
 */
record Expected(
    Network network,
    InputKind input,
    Precision precision,
    List<String> towers,
    List<String> hosts,
    Map<String, String> variables,
    String main) {
  private static final int SEEDS_OF_A_LAYER = 2;

  /** For a graph on the devices that it was built for. */
  static Expected of(Combination combination, Placement placement, TowerGraph graph)
      throws IOException {
    Network network = combination.network();
    Map<String, String> devices = new HashMap<>();
    for (NodeDef node : graph.graphDef().getNodeList()) {
      devices.put(node.getName(), Partitions.shortName(node.getDevice()));
    }
    Map<String, String> variables = new TreeMap<>();
    network.variables().forEach(v -> variables.put(v.fullName(), devices.get(v.fullName())));
    if (!Set.copyOf(variables.values()).equals(combination.variablesDevices())) {
      throw new IllegalStateException(
          "variables are on %s, expected %s".formatted(variables, combination.variablesDevices()));
    }
    return new Expected(
        network,
        combination.input(),
        combination.precision(),
        combination.towersDevices(),
        combination.towersDevices().stream().map(Expected::host).toList(),
        variables,
        Partitions.shortName(placement.main()));
  }

  private static String host(String tower) {
    return tower.replaceFirst("[A-Z]+:\\d+$", "CPU:0");
  }

  /** How often each thing crosses, in the words of {@link Transfer#describe}. */
  Map<String, Integer> transfers() {
    List<String> all = new ArrayList<>();
    for (String device : new LinkedHashSet<>(towers)) {
      for (Network.LayerVariable variable : network.variables()) {
        if (variable.spec().trainable()) {
          String name = variable.fullName();
          add(all, "variable " + name + " " + type(variable), variables.get(name), device);
        }
      }
      add(all, "weight of the loss float", host(device), device);
    }
    machines(all);
    for (int i = 0; i < towers.size(); i++) {
      tower(i, all);
    }
    Map<String, Integer> counted = new TreeMap<>();
    all.forEach(transfer -> counted.merge(transfer, 1, Integer::sum));
    return counted;
  }

  /**
   * Variables that are elsewhere get numbers of the update, such as the rate, and each device tells
   * the others when its gradients are there: how often depends on the update rule.
   */
  boolean isAllowed(String transfer) {
    Set<String> devices = new TreeSet<>(variables.values());
    devices.add(main);
    return devices.stream()
        .flatMap(from -> devices.stream().map(to -> ", " + from + " to " + to))
        .anyMatch(way -> transfer.equals("signal" + way) || isNumber(transfer, way));
  }

  private static boolean isNumber(String transfer, String way) {
    return transfer.equals("number of the update float" + way);
  }

  /**
   * Resident examples are found by two numbers; how long a tower waited for its own is told to the
   * first.
   */
  private void machines(List<String> all) {
    for (String host : new LinkedHashSet<>(hosts)) {
      add(all, "scalar examples float", main, host);
      if (input == InputKind.RESIDENT) {
        add(all, "scalar input/start int32", main, host);
        add(all, "scalar input/size int32", main, host);
      }
    }
    hosts.forEach(host -> add(all, "input wait double", host, main));
  }

  private void tower(int i, List<String> all) {
    String device = towers.get(i);
    String of = " of tower_" + i + " ";
    add(all, "images" + of + "uint8", hosts.get(i), device);
    add(all, "labels" + of + "int32", hosts.get(i), device);
    for (Network.LayerVariable variable : network.variables()) {
      String there = variables.get(variable.fullName());
      if (variable.spec().trainable()) {
        add(all, "gradient" + of + type(variable), device, there);
      }
    }
    for (Layer layer : network.layers()) {
      if (layer instanceof BatchNorm) {
        for (String average : List.of("/moving_mean", "/moving_variance")) {
          add(all, "batch statistic" + of + "float", device, variables.get(layer.name() + average));
        }
      }
      for (int n = 0; layer instanceof Dropout && n < SEEDS_OF_A_LAYER; n++) {
        add(all, "seed" + of + "int64", hosts.get(i), device);
      }
    }
    add(all, "loss" + of + "float", device, hosts.get(i));
    add(all, "loss" + of + "float", hosts.get(i), main);
  }

  private static void add(List<String> all, String what, String from, String to) {
    if (!from.equals(to)) {
      all.add(what + ", " + from + " to " + to);
    }
  }

  /** Products are of convolutions and dense layers. */
  private String type(Network.LayerVariable variable) {
    Layer layer =
        network.layers().stream()
            .filter(l -> l.name().equals(variable.layer()))
            .findFirst()
            .orElseThrow();
    boolean product = layer instanceof Conv2d || layer instanceof Dense;
    return product && precision == Precision.BFLOAT16 ? "bfloat16" : "float";
  }
}
