package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.StepTrace;
import io.github.multigpumnist.runtime.StepTrace.Execution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a step did when: every operation by device and row, and how much the towers ran side by
 * side.
 *
 * @param step its number, from 1
 * @param slices operations, in the order of their begin
 */
public record Timeline(long step, List<Slice> slices) {
  /** Of gradients, what is known before the backward pass begins and takes no time. */
  private static final Set<String> BOOKKEEPING =
      Set.of("Const", "Shape", "ShapeN", "Rank", "Size", "Range", "Fill", "BroadcastGradientArgs");

  private static final Pattern DEVICE =
      Pattern.compile("/job:(\\w+)/replica:\\d+/task:(\\d+)/device:(.*)");

  /** Copies the list. */
  public Timeline {
    slices = List.copyOf(slices);
  }

  /**
   * One operation.
   *
   * @param row {@code tower_0}, {@code tower_1} … or the phase's name
   * @param phase what it is part of
   * @param name in the graph
   * @param operation its kind
   * @param device where it ran, such as {@code CPU:0}; on a cluster {@code worker 0 CPU:0}
   * @param thread that began it
   * @param begin in microseconds from the step's begin
   * @param end in microseconds from the step's begin
   */
  public record Slice(
      String row,
      TracePhase phase,
      String name,
      String operation,
      String device,
      long thread,
      double begin,
      double end) {
    boolean isOfTower() {
      return phase == TracePhase.FORWARD || phase == TracePhase.GRADIENTS;
    }
  }

  /**
   * A stretch of time.
   *
   * @param row whose
   * @param phase what was done
   * @param device where
   * @param begin in microseconds from the step's begin
   * @param end in microseconds from the step's begin
   */
  public record Span(String row, TracePhase phase, String device, double begin, double end) {}

  static Timeline of(StepTrace trace, long step) {
    List<Slice> slices = new ArrayList<>();
    long zero = trace.executions().isEmpty() ? 0 : trace.executions().get(0).beginNanos();
    for (Execution e : trace.executions()) {
      if (!e.node().equals("_SOURCE")) {
        slices.add(
            new Slice(
                TracePhase.row(e),
                TracePhase.of(e),
                e.node(),
                e.operation(),
                device(e.device()),
                e.thread(),
                (e.beginNanos() - zero) / 1e3,
                (e.endNanos() - zero) / 1e3));
      }
    }
    return new Timeline(step, slices);
  }

  /** Of a cluster's device, its task too. */
  private static String device(String fullName) {
    Matcher m = DEVICE.matcher(fullName);
    if (!m.matches()) {
      return fullName;
    }
    boolean here = m.group(1).equals("localhost");
    return here ? m.group(3) : m.group(1) + " " + m.group(2) + " " + m.group(3);
  }

  /**
   * The towers' rows.
   *
   * @return in order
   */
  public List<String> towers() {
    return slices.stream()
        .filter(Slice::isOfTower)
        .map(Slice::row)
        .distinct()
        .sorted(Comparator.comparingInt(row -> Integer.parseInt(row.substring("tower_".length()))))
        .toList();
  }

  /**
   * How long the step took.
   *
   * @return microseconds from its first operation's begin to its last one's end
   */
  public double micros() {
    return slices.stream().mapToDouble(Slice::end).max().orElse(0);
  }

  /**
   * How much of the time in which the least busy tower computed all others computed too.
   *
   * @return 0 to 1; 1 when there is one tower
   */
  public double overlap() {
    List<Intervals> busy =
        towers().stream()
            .map(row -> Intervals.of(slices.stream().filter(s -> s.row().equals(row)).toList()))
            .toList();
    double least = busy.stream().mapToDouble(Intervals::length).min().orElse(0);
    return least == 0 ? 1 : busy.stream().reduce(Intervals::common).orElseThrow().length() / least;
  }

  /**
   * What each row did from when to when. A tower goes from forward to gradients with the first
   * operation of the backward pass that computes something.
   *
   * @return a span for each phase of each row, in the rows' order of begin
   */
  public List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (String row : slices.stream().map(Slice::row).distinct().toList()) {
      Span before = null;
      for (TracePhase phase : TracePhase.values()) {
        Span span = span(row, phase);
        if (span == null) {
          continue;
        }
        if (before != null && before.end() > span.begin()) {
          spans.remove(before);
          spans.add(new Span(row, before.phase(), before.device(), before.begin(), span.begin()));
        }
        spans.add(span);
        before = span;
      }
    }
    return spans;
  }

  private Span span(String row, TracePhase phase) {
    List<Slice> own =
        slices.stream()
            .filter(s -> s.row().equals(row) && s.phase() == phase)
            .filter(s -> !s.isOfTower() || !BOOKKEEPING.contains(s.operation()))
            .toList();
    if (own.isEmpty()) {
      return null;
    }
    double end = own.stream().mapToDouble(Slice::end).max().orElseThrow();
    return new Span(row, phase, own.get(0).device(), own.get(0).begin(), end);
  }

  /**
   * One line for people.
   *
   * @return the step's time and the towers' overlap
   */
  public String summary() {
    String time = String.format(Locale.ROOT, "trace of step %d: %.1f ms", step, micros() / 1000);
    return towers().size() < 2
        ? time + ", one tower"
        : time
            + String.format(
                Locale.ROOT,
                ", towers ran side by side for %.0f %% of the shorter one's time",
                100 * overlap());
  }
}
