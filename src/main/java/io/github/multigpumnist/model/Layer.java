package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TNumber;

/**
 * One layer of a sequential network. Shapes leave out the batch dimension; images are height ×
 * width × depth.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Conv2d.class, name = "conv2d"),
  @JsonSubTypes.Type(value = MaxPool.class, name = "max_pool"),
  @JsonSubTypes.Type(value = Lrn.class, name = "lrn"),
  @JsonSubTypes.Type(value = Flatten.class, name = "flatten"),
  @JsonSubTypes.Type(value = Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
  @JsonSubTypes.Type(value = ActivationLayer.class, name = "activation"),
  @JsonSubTypes.Type(value = BatchNorm.class, name = "batch_norm")
})
public sealed interface Layer
    permits Conv2d, MaxPool, Lrn, Flatten, Dense, Dropout, ActivationLayer, BatchNorm {

  /**
   * The layer's name, the scope of its operations and the first part of its variables' names.
   *
   * @return unique in its model
   */
  String name();

  /**
   * Infers the output's shape.
   *
   * @param input shape of one example before the layer
   * @return shape of one example after it
   * @throws IllegalArgumentException naming the layer, when the input does not fit
   */
  Shape outputShape(Shape input);

  /**
   * The layer's variables.
   *
   * @param input shape of one example before the layer
   * @return in the order in which they are created; empty when it has none
   */
  default List<VariableSpec> variables(Shape input) {
    return List.of();
  }

  /**
   * The work of one example's forward pass outside of training, counted by the layer's formula: a
   * multiplication, an addition, a comparison and a function's value are 1 each.
   *
   * @param input shape of one example before the layer
   * @return floating-point operations; 0 for layers that only move numbers
   */
  long flops(Shape input);

  /**
   * The layer's settings in a few words, without its name and output shape.
   *
   * @return ASCII, such as {@code conv2d 5x5, stride 1, same, relu}
   */
  String summary();

  /**
   * Adds the layer to a graph.
   *
   * @param context the tower being built
   * @param x batch × input shape
   * @param input shape of one example before the layer
   * @return batch × output shape
   */
  Operand<? extends TNumber> apply(LayerContext context, Operand<? extends TNumber> x, Shape input);
}
