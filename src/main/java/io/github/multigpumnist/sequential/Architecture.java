package io.github.multigpumnist.sequential;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.ActivationLayer;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.VariableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * A model's layers as they were added, a final softmax among them.
 *
 * @param preprocessing what happens to pixels before the first layer
 * @param layers in order
 * @param shapes shape of one example before layer i, and at last after all layers
 */
record Architecture(Preprocessing preprocessing, List<Layer> layers, List<Shape> shapes) {
  static final String NAME = "sequential";

  static Architecture of(Shape input, Preprocessing preprocessing) {
    return new Architecture(preprocessing, List.of(), List.of(input));
  }

  /** The same model with one more layer; refuses one that does not fit. */
  Architecture add(Layer layer) {
    if (layers.stream().anyMatch(l -> l.name().equals(layer.name()))) {
      throw new IllegalArgumentException(
          "layer name '" + layer.name() + "' stands twice: names must differ");
    }
    if (layer instanceof Dense dense && dense.units().count() == 0) {
      throw new IllegalArgumentException(
          "layer '" + layer.name() + "': units is \"classes\", expected a number");
    }
    Shape output = layer.outputShape(output());
    return new Architecture(preprocessing, with(layers, layer), with(shapes, output));
  }

  private static <T> List<T> with(List<T> all, T one) {
    List<T> longer = new ArrayList<>(all);
    longer.add(one);
    return List.copyOf(longer);
  }

  Architecture add(Layers.Unnamed layer) {
    return add(layer.naming().apply(freeName(layer.kind())));
  }

  /** As Keras names them: dense, dense_1, dense_2. */
  private String freeName(String kind) {
    List<String> taken = layers.stream().map(Layer::name).toList();
    String name = kind;
    for (int i = 1; taken.contains(name); i++) {
      name = kind + "_" + i;
    }
    return name;
  }

  Shape input() {
    return shapes.get(0);
  }

  Shape output() {
    return shapes.get(shapes.size() - 1);
  }

  /**
   * Refuses a model that does not end with one probability a class.
   *
   * @throws IllegalArgumentException saying what is there instead
   */
  void requireProbabilities(Loss loss) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("the model has no layers, expected 1 or more");
    }
    if (!endsInSoftmax() || output().numDimensions() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "last layer '%s' gives %s without softmax, expected a row of probabilities for the"
                  + " loss %s: end with dense(classes, SOFTMAX), or with activation(SOFTMAX)",
              last().name(),
              output(),
              loss));
    }
    boolean trainable = false;
    for (int i = 0; i < layers.size(); i++) {
      trainable |= layers.get(i).variables(shapes.get(i)).stream().anyMatch(v -> v.trainable());
    }
    if (!trainable) {
      throw new IllegalArgumentException(
          "the model has no weights to train, expected a layer that has, such as dense");
    }
  }

  /** The length of the last row. */
  int classes() {
    return (int) output().get(0);
  }

  /** Refuses images of another shape or other classes. */
  void requireFit(Examples images) {
    Shape shape = Shape.of(images.height(), images.width(), images.depth());
    if (!shape.equals(input()) || images.classes() != classes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images are %s of %d classes, expected %s of %d",
              shape,
              images.classes(),
              input(),
              classes()));
    }
  }

  /** Shapes of all variables, by name, in the order of the layers. */
  Map<String, Shape> variables() {
    Map<String, Shape> variables = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      for (VariableSpec variable : layers.get(i).variables(shapes.get(i))) {
        variables.put(layers.get(i).name() + "/" + variable.name(), variable.shape());
      }
    }
    return variables;
  }

  /** Refuses values that are not one array for each variable. */
  void requireValues(Map<String, float[]> values) {
    Map<String, Shape> wanted = variables();
    if (!values.keySet().equals(wanted.keySet())) {
      throw new IllegalArgumentException(
          "weights are of " + values.keySet() + ", expected " + wanted.keySet());
    }
    wanted.forEach(
        (name, shape) -> {
          if (values.get(name).length != shape.size()) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "weights of %s are %d numbers, expected %d for the shape %s",
                    name,
                    values.get(name).length,
                    shape.size(),
                    shape));
          }
        });
  }

  private Layer last() {
    return layers.get(layers.size() - 1);
  }

  private boolean endsInSoftmax() {
    return last() instanceof Dense dense && dense.activation() == Activation.SOFTMAX
        || endsInSoftmaxLayer();
  }

  /** Whether the softmax is a layer of its own, not the last dense layer's activation. */
  boolean endsInSoftmaxLayer() {
    return last() instanceof ActivationLayer alone && alone.function() == Activation.SOFTMAX;
  }

  String lastName() {
    return last().name();
  }

  /** The model that is trained: these layers up to the logits. */
  ModelSpec logits(Recipe recipe) {
    List<Layer> kept = new ArrayList<>(layers.subList(0, layers.size() - 1));
    if (!endsInSoftmaxLayer()) {
      kept.add(with((Dense) last(), Activation.LINEAR));
    }
    return new ModelSpec(NAME, "", preprocessing, kept, Map.of("default", recipe));
  }

  /**
   * The reverse of {@link #logits}.
   *
   * @param softmax name of the softmax's own layer; null when it is the last dense layer's
   */
  static Architecture ofLogits(ModelSpec model, Shape input, String softmax) {
    Architecture all = of(input, model.preprocessing());
    List<Layer> layers = new ArrayList<>(model.layers());
    if (softmax != null) {
      layers.add(new ActivationLayer(softmax, Activation.SOFTMAX));
    } else if (layers.get(layers.size() - 1) instanceof Dense dense) {
      layers.set(layers.size() - 1, with(dense, Activation.SOFTMAX));
    }
    for (Layer layer : layers) {
      all = all.add(layer);
    }
    return all;
  }

  private static Dense with(Dense dense, Activation activation) {
    return new Dense(
        dense.name(),
        dense.units(),
        activation,
        dense.weights(),
        dense.biases(),
        dense.weightDecay());
  }
}
