package io.github.multigpumnist.model;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * A model fitted to a data set.
 *
 * @param name of the model
 * @param preprocessing what happens to pixels before the first layer
 * @param layers in order, all sizes known
 * @param shapes shape of one example before layer i, and at last after all layers
 * @param classes number of classes, the length of the logits
 */
public record Network(
    String name, Preprocessing preprocessing, List<Layer> layers, List<Shape> shapes, int classes) {

  /**
   * A variable and the layer that has it.
   *
   * @param layer the layer's name
   * @param spec the variable
   */
  public record LayerVariable(String layer, VariableSpec spec) {
    /**
     * The variable's name in graphs and checkpoints.
     *
     * @return such as {@code conv1/weights}
     */
    public String fullName() {
      return layer + "/" + spec.name();
    }
  }

  /**
   * One line of a network's table.
   *
   * @param name the layer's name
   * @param operation its settings in a few words
   * @param output shape of one example after it
   * @param parameters numbers in its variables, moving averages among them
   * @param flops floating-point operations of one example's forward pass, see {@link Layer#flops}
   */
  public record Row(
      String name, String operation, List<Long> output, long parameters, long flops) {}

  /**
   * What each layer gives and costs.
   *
   * @return a row a layer, in order
   */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Shape input = shapes.get(i);
      rows.add(
          new Row(
              layer.name(),
              layer.summary(),
              shapes.get(i + 1).toListOrNull(),
              layer.variables(input).stream().mapToLong(v -> v.shape().size()).sum(),
              layer.flops(input)));
    }
    return rows;
  }

  /**
   * Numbers in all variables.
   *
   * @return trained ones and moving averages
   */
  public long parameters() {
    return rows().stream().mapToLong(Row::parameters).sum();
  }

  /**
   * Work of one example's forward pass.
   *
   * @return floating-point operations, see {@link Layer#flops}
   */
  public long flops() {
    return rows().stream().mapToLong(Row::flops).sum();
  }

  /**
   * Height × width × depth of one image.
   *
   * @return the shape before the first layer
   */
  public Shape input() {
    return shapes.get(0);
  }

  /**
   * Every variable of every layer.
   *
   * @return in the order of the layers
   */
  public List<LayerVariable> variables() {
    List<LayerVariable> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      for (VariableSpec spec : layers.get(i).variables(shapes.get(i))) {
        all.add(new LayerVariable(layers.get(i).name(), spec));
      }
    }
    return all;
  }

  /**
   * The variables that training changes by their gradients.
   *
   * @return in the order of the layers; moving averages are not among them
   */
  public List<LayerVariable> trainable() {
    return variables().stream().filter(v -> v.spec().trainable()).toList();
  }
}
