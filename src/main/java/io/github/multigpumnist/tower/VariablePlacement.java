package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Network;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.op.Ops;

/**
 * Which of the variables' devices a variable is on: the largest goes first, each to the device that
 * has least so far. So no device carries much more of a step's traffic than another.
 */
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
    long[] load = new long[devices.size()];
    Map<String, String> placed = new HashMap<>();
    network.variables().stream()
        .sorted(Comparator.comparingLong(VariablePlacement::size).reversed())
        .forEach(
            variable -> {
              int least = 0;
              for (int i = 1; i < load.length; i++) {
                least = load[i] < load[least] ? i : least;
              }
              load[least] += size(variable);
              placed.put(variable.fullName(), devices.get(least));
            });
    return new VariablePlacement(placed);
  }

  private static long size(Network.LayerVariable variable) {
    return variable.spec().shape().size();
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
