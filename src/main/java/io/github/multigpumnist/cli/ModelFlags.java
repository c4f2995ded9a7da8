package io.github.multigpumnist.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.Network;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.ndarray.Shape;

/** What the {@code models} commands share: the images that a network is fitted to. */
final class ModelFlags {
  private static final Pattern SHAPE =
      Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d?)");
  private static final int MOST_CLASSES = 1_000_000;

  private ModelFlags() {}

  static Flags create() {
    return new Flags()
        .group("Images")
        .value("input-shape", "HxWxD", "28x28x1", "height, width and channels of one image")
        .value("classes", "N", "10", "number of classes");
  }

  static Shape image(Arguments arguments) {
    String text = arguments.string("input-shape");
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException(
          "--input-shape " + text + ": expected height, width and channels such as 28x28x1");
    }
    return Shape.of(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)));
  }

  static int classes(Arguments arguments) {
    return arguments.integer("classes", 1, MOST_CLASSES);
  }

  /** A model's name or file, fitted to the images of the flags. */
  static Network network(Arguments arguments, String nameOrPath) throws IOException {
    return ModelFile.loadFor(nameOrPath, image(arguments), classes(arguments));
  }

  /** The only operand. */
  static String operand(Arguments arguments, String what) {
    List<String> operands = arguments.operands();
    if (operands.size() != 1) {
      throw new UsageException(operands.size() + " arguments: expected one, " + what);
    }
    return operands.get(0);
  }

  /** Such as {@code 28x28x32}. */
  static String text(List<Long> sizes) {
    return String.join("x", sizes.stream().map(Object::toString).toList());
  }

  /** A record as model files write it. */
  static JsonNode json(Object value) {
    return Console.JSON.valueToTree(value);
  }
}
