package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Network;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    int end = variableOrSlot.lastIndexOf('/');
    String owner = end < 0 ? variableOrSlot : variableOrSlot.substring(0, end);
    String device = devices.getOrDefault(variableOrSlot, devices.get(owner));
    return device == null ? tf : Scopes.on(tf, device);
  }
}
