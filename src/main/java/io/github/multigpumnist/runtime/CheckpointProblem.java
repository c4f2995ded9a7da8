package io.github.multigpumnist.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a reader's words why TensorFlow could not restore a checkpoint. */
final class CheckpointProblem {
  private static final Pattern MISSING = Pattern.compile("Key (\\S+) not found in checkpoint");
  private static final Pattern SHAPES =
      Pattern.compile("lhs shape= ?(\\[[^\\]]*\\]) rhs shape= ?(\\[[^\\]]*\\])");

  private static final Pattern NO_FILE = Pattern.compile("(\\S+); No such file or directory");

  private CheckpointProblem() {}

  static String explain(String message) {
    Matcher missing = MISSING.matcher(message);
    if (missing.find()) {
      return "has no variable '" + missing.group(1) + "': it is of another model or optimizer";
    }
    Matcher shapes = SHAPES.matcher(message);
    if (shapes.find()) {
      return String.format(
          "a variable has shape %s, expected %s: it is of another model or data set",
          shapes.group(2), shapes.group(1));
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
