package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/** Which of the variables' devices a variable is on, as {@link VariableShards} spreads them. */
final class VariablePlacement {
  private final Map<String, String> devices;

  private VariablePlacement(Map<String, String> devices) {
    this.devices = devices;
  }

  /** Wherever TensorFlow likes. */
  static VariablePlacement unplaced() {
    return new VariablePlacement(Map.of());
  }

  /**
   * Spreads a model's variables.
   *
   * @param devices 1 or more; of equally loaded ones the first is taken
   */
  static VariablePlacement of(Network network, List<String> devices) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    network
        .variables()
        .forEach(v -> bytes.put(v.fullName(), v.spec().shape().size() * Float.BYTES));
    Map<String, String> placed = new HashMap<>();
    VariableShards.bySize(bytes, devices.size())
        .forEach((name, shard) -> placed.put(name, devices.get(shard)));
    return new VariablePlacement(placed);
  }

  /**
   * The same scope on the device of a variable, or of the variable that a slot belongs to; average
   * and update are there too. What belongs to no variable stays where the scope is.
   */
  Ops on(Ops tf, String variableOrSlot) {
    String device = device(variableOrSlot);
    return device == null ? tf : Scopes.on(tf, device);
  }

  /**
   * The same scope on the CPU beside a variable's device: where first values are made, so that they
   * do not depend on where the variable is.
   */
  Ops beside(Ops tf, String variable) {
    String device = device(variable);
    return device == null ? tf : Scopes.on(tf, Placement.cpuBeside(device));
  }

  private String device(String variableOrSlot) {
    int end = variableOrSlot.lastIndexOf('/');
    String owner = end < 0 ? variableOrSlot : variableOrSlot.substring(0, end);
    return devices.getOrDefault(variableOrSlot, devices.get(owner));
  }

  /**
   * An operation on each of the variables' devices that is done when all given ones of that device
   * are: another device that waits for them all then waits for one signal, not for one a variable.
   *
   * @param operations by the variable on whose device they are
   */
  List<Op> together(Ops tf, Map<String, ? extends Op> operations) {
    Map<String, List<Op>> byDevice = new LinkedHashMap<>();
    operations.forEach(
        (name, op) -> byDevice.computeIfAbsent(device(name), d -> new ArrayList<>()).add(op));
    List<Op> all = new ArrayList<>();
    byDevice.forEach(
        (device, ops) -> all.add(Scopes.on(tf, device).withControlDependencies(ops).noOp()));
    return all;
  }
}
