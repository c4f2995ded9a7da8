package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.StepTrace.Execution;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a step that an operation belongs to, told by the scope in its name. */
public enum TracePhase {
  /** Examples on their way to a tower. */
  INPUT("thread_state_unknown"),
  /** A tower's network and loss. */
  FORWARD("thread_state_running"),
  /** A tower's backward pass. */
  GRADIENTS("rail_animation"),
  /** Sums over the towers, a variable each. */
  AVERAGE("rail_load"),
  /** What changes variables. */
  UPDATE("bad"),
  /** Copies between devices; of those that wait for their data, the waiting too. */
  TRANSFER("grey"),
  /** Variables read, weight decay, summaries. */
  OTHER("generic_work");

  private static final Pattern TOWER = Pattern.compile("(tower_\\d+)/(.*)");
  private static final Pattern GRADIENT = Pattern.compile("gradients/.*|[^/]+/gradient/.*");
  private static final Pattern COPY = Pattern.compile("_?(Host)?(Send|Recv).*|MEMCPY.*");
  private static final Pattern EXAMPLES =
      Pattern.compile("input.*|host_of_tower_\\d+/.*|_arg_.*|Iterator.*");
  private static final Pattern SUM = Pattern.compile("(average|moving_averages)/.*");
  private static final Pattern CHANGE =
      Pattern.compile("update(_\\d+)?/.*|Assign.*|Const(_\\d+)?|Mul(_\\d+)?|train_step");

  private final String colour;

  TracePhase(String colour) {
    this.colour = colour;
  }

  /** The name that trace viewers know a colour by. */
  String colour() {
    return colour;
  }

  /**
   * As rows and slices are named.
   *
   * @return in small letters
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TracePhase of(Execution execution) {
    String node = execution.node();
    if (COPY.matcher(execution.operation()).matches()) {
      return TRANSFER;
    }
    Matcher tower = TOWER.matcher(node);
    if (tower.matches()) {
      String within = tower.group(2);
      if (within.startsWith("input/")) {
        return INPUT;
      }
      return GRADIENT.matcher(within).matches() ? GRADIENTS : FORWARD;
    }
    if (SUM.matcher(node).matches()) {
      return node.startsWith("average/weight_decay") ? OTHER : AVERAGE;
    }
    if (CHANGE.matcher(node).matches()) {
      return UPDATE;
    }
    return EXAMPLES.matcher(node).matches() ? INPUT : OTHER;
  }

  /** The row that shows it: a tower's own, or one for all. */
  static String row(Execution execution) {
    TracePhase phase = of(execution);
    Matcher tower = TOWER.matcher(execution.node());
    boolean ofTower = (phase == FORWARD || phase == GRADIENTS) && tower.matches();
    return ofTower ? tower.group(1) : phase.label();
  }
}
