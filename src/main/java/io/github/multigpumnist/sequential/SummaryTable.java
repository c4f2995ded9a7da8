package io.github.multigpumnist.sequential;

import io.github.multigpumnist.model.ActivationLayer;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.VariableSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/** A model's layers as a table, as Keras 2 prints it. */
final class SummaryTable {
  private static final int WIDTH = 65;
  private static final String LINE = "_".repeat(WIDTH);
  private static final String DOUBLE_LINE = "=".repeat(WIDTH);

  private SummaryTable() {}

  static String of(Architecture model) {
    StringBuilder text = new StringBuilder();
    line(text, "Model: \"" + Architecture.NAME + "\"");
    line(text, LINE);
    row(text, "Layer (type)", "Output Shape", "Param #");
    line(text, DOUBLE_LINE);
    long trained = 0;
    long others = 0;
    for (int i = 0; i < model.layers().size(); i++) {
      Layer layer = model.layers().get(i);
      List<VariableSpec> variables = layer.variables(model.shapes().get(i));
      long own = count(variables, true);
      long untrained = count(variables, false);
      if (i > 0) {
        line(text, LINE);
      }
      row(
          text,
          layer.name() + " (" + type(layer) + ")",
          shape(model.shapes().get(i + 1)),
          Long.toString(own + untrained));
      trained += own;
      others += untrained;
    }
    line(text, DOUBLE_LINE);
    total(text, "Total params", trained + others);
    total(text, "Trainable params", trained);
    total(text, "Non-trainable params", others);
    return text.append(LINE).toString();
  }

  private static long count(List<VariableSpec> variables, boolean trainable) {
    return variables.stream()
        .filter(v -> v.trainable() == trainable)
        .mapToLong(v -> v.shape().size())
        .sum();
  }

  private static String type(Layer layer) {
    return layer instanceof ActivationLayer ? "Activation" : layer.getClass().getSimpleName();
  }

  private static String shape(Shape one) {
    return one.toListOrNull().stream()
        .map(Object::toString)
        .collect(Collectors.joining(", ", "(None, ", ")"));
  }

  private static void row(StringBuilder text, String layer, String output, String parameters) {
    line(text, String.format(Locale.ROOT, "%-28s %-25s %s", layer, output, parameters));
  }

  private static void total(StringBuilder text, String what, long number) {
    line(text, String.format(Locale.ROOT, "%s: %,d", what, number));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
