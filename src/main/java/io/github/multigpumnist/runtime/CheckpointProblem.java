package io.github.multigpumnist.runtime;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.exceptions.TensorFlowException;

/** Says in a reader's words why TensorFlow could not restore a checkpoint. */
final class CheckpointProblem {
  static final String OBJECT_BASED =
      "lists its variables by object, as tf.train.Checkpoint and Keras write it; expected one with"
          + " the variables' names, as tf.compat.v1.train.Saver writes it";

  private static final Pattern MISSING = Pattern.compile("Key (\\S+) not found in checkpoint");
  private static final Pattern SHAPES =
      Pattern.compile("lhs shape= ?(\\[[^\\]]*\\]) rhs shape= ?(\\[[^\\]]*\\])");

  private static final Pattern NO_FILE = Pattern.compile("(/.+?); No such file or directory");

  /** The head of a list that several failed operations give, and its first entry. */
  private static final Pattern FIRST_OF_SEVERAL =
      Pattern.compile("^\\d+ root error\\(s\\) found\\.?\\s*\\(0\\)\\s*");

  private CheckpointProblem() {}

  /**
   * TensorFlow's message in one line, without the graph around it.
   *
   * @throws RuntimeException the problem itself when it is not TensorFlow's
   */
  static String ofTensorFlow(RuntimeException problem) {
    // Some of its exceptions are IllegalArgumentExceptions and the like: the package tells.
    if (!problem.getClass().getPackage().equals(TensorFlowException.class.getPackage())) {
      throw problem;
    }
    String message = String.valueOf(problem.getMessage()).strip();
    return FIRST_OF_SEVERAL.matcher(message).replaceFirst("").lines().findFirst().orElse("");
  }

  /** The variable that a checkpoint was asked for and does not have, if that was the problem. */
  static Optional<String> missing(String message) {
    Matcher missing = MISSING.matcher(message);
    return missing.find() ? Optional.of(missing.group(1)) : Optional.empty();
  }

  static String explain(String message) {
    Optional<String> missing = missing(message);
    if (missing.isPresent()) {
      return "has no variable '" + missing.get() + "': it is of another model or optimizer";
    }
    Matcher shapes = SHAPES.matcher(message);
    if (shapes.find()) {
      return String.format(
          Locale.ROOT,
          "a variable has shape %s, expected %s: it is of another model or data set",
          shapes.group(2),
          shapes.group(1));
    }
    Matcher file = NO_FILE.matcher(message);
    if (file.find()) {
      return "its file " + file.group(1) + " is not there";
    }
    if (message.contains("sstable")) {
      return "damaged: its .index is none (" + message + ")";
    }
    if (message.contains("Checksum does not match")) {
      return "damaged: a checksum does not match";
    }
    if (message.contains("Read less bytes than requested") || message.contains("OUT_OF_RANGE")) {
      return "damaged: its data ends early";
    }
    return "cannot be restored: " + message;
  }
}
