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
}
