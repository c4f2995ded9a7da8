package io.github.multigpumnist.runtime;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;

/** TensorFlow's errors, which come with a dump of the graph around them, in one short line. */
public final class TensorFlowFailures {
  private static final int LONGEST = 300;

  /** The list that replaces the message when several operations failed. */
  private static final Pattern ROOT_ERRORS = Pattern.compile("^\\d+ root error\\(s\\) found\\.?");

  private static final Pattern FIRST_ROOT_ERROR = Pattern.compile("^\\s*\\(0\\)\\s*(.+)");
  private static final List<String> NO_SPACE =
      List.of("no space left on device", "disk quota exceeded");

  private TensorFlowFailures() {}

  /**
   * Tells TensorFlow's errors from others. Some are IllegalArgumentExceptions and the like: the
   * package tells.
   *
   * @param problem any
   * @return true for an error of the machine or the graph
   */
  public static boolean isOne(Throwable problem) {
    return problem.getClass().getPackage().equals(TensorFlowException.class.getPackage());
  }

  /**
   * What went wrong, and what helps where that is known.
   *
   * @param problem one of TensorFlow's
   * @return one line
   */
  public static String message(Throwable problem) {
    String text = firstError(String.valueOf(problem.getMessage()));
    String lower = text.toLowerCase(Locale.ROOT);
    if (NO_SPACE.stream().anyMatch(lower::contains)) {
      return "the disk is full: " + text; // of the same class as memory that ran out
    }
    boolean outOfMemory =
        problem instanceof TFResourceExhaustedException
            || lower.contains("oom when allocating")
            || lower.contains("out of memory");
    return outOfMemory
        ? "out of memory: lower --batch-size or --towers, train with --precision bfloat16, or change"
            + " --gpu-memory-fraction; TensorFlow says: "
            + text
        : "TensorFlow: " + text;
  }

  private static String firstError(String message) {
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    String text = lines.isEmpty() ? "no message" : lines.get(0).strip();
    if (ROOT_ERRORS.matcher(text).find() && lines.size() > 1) {
      Matcher first = FIRST_ROOT_ERROR.matcher(lines.get(1));
      text = first.find() ? first.group(1) : text;
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
