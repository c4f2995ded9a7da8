package io.github.multigpumnist.standin;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.DataType;

/**
 * A tensor that crosses from one device to another, or between a GPU's memory and the host's.
 *
 * @param producer the operation that makes it
 * @param origin the operation it is the value of: of a variable that was cast, the variable
 * @param type of its elements
 * @param from a device's short name
 * @param to a device's short name; the same for a copy between a GPU's memory and the host's
 * @param consumers the operations that take it
 */
record Transfer(
    String producer,
    String origin,
    DataType type,
    String from,
    String to,
    Collection<String> consumers) {
  private static final Pattern INPUT = Pattern.compile("(tower_\\d+)/input/.*");
  private static final Pattern OF_A_TOWER = Pattern.compile("(?:sums_of_)?(tower_\\d+)/.*");

  /** What a tower's machine works out for it. */
  private static final Pattern HOST = Pattern.compile("host_of_(tower_\\d+)/.*");

  boolean isRoundTrip() {
    return from.equals(to);
  }

  /** What crosses, in words that {@link Expected} uses too. */
  String describe(Set<String> variables, List<String> scalars) {
    String way = ", " + from + " to " + to;
    return isSignal() ? "signal" + way : what(variables, scalars) + " " + word(type) + way;
  }

  /** Of a control edge: that something is done. */
  private boolean isSignal() {
    return producer.contains("/ctrl_") || producer.contains("/ctrl/_");
  }

  private String what(Set<String> variables, List<String> scalars) {
    Matcher input = INPUT.matcher(origin);
    Matcher tower = OF_A_TOWER.matcher(producer);
    if (variables.contains(origin)) {
      return "variable " + origin;
    }
    if (scalars.contains(origin)) {
      return "scalar " + origin;
    }
    if (input.matches() && (type == DataType.DT_UINT8 || type == DataType.DT_INT32)) {
      return (type == DataType.DT_UINT8 ? "images" : "labels") + " of " + input.group(1);
    }
    if (isForUpdate()) {
      return "number of the update";
    }
    Matcher host = HOST.matcher(origin);
    if (host.matches()) {
      return switch (type) {
        case DT_INT64 -> "seed of " + host.group(1);
        case DT_DOUBLE -> "input wait";
        default -> "weight of the loss";
      };
    }
    if (tower.matches() && (goesTo("loss/") || goesTo("sums_of_"))) {
      return "loss of " + tower.group(1);
    }
    if (tower.matches() && goesTo("moving_averages/")) {
      return "batch statistic of " + tower.group(1);
    }
    if (tower.matches() && (goesTo("average/") || goesTo("update/"))) {
      return "gradient of " + tower.group(1);
    }
    return "unknown " + producer + " for " + consumers;
  }

  /** Such as the learning rate: worked out on the host, for variables that are elsewhere. */
  private boolean isForUpdate() {
    return !OF_A_TOWER.matcher(producer).matches()
        && (goesTo("update/") || goesTo("moving_averages/"));
  }

  private boolean goesTo(String scope) {
    return consumers.stream().anyMatch(consumer -> consumer.startsWith(scope));
  }

  static String word(DataType type) {
    return type.name().replaceFirst("DT_", "").toLowerCase(Locale.ROOT);
  }
}
