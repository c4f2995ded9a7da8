package io.github.multigpumnist.sequential;

import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.ActivationLayer;
import io.github.multigpumnist.model.BatchNorm;
import io.github.multigpumnist.model.Conv2d;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.Lrn;
import io.github.multigpumnist.model.MaxPool;
import io.github.multigpumnist.model.Padding;
import io.github.multigpumnist.model.Units;
import java.util.List;
import java.util.function.Function;

/**
 * Layers for {@link Sequential#add(Unnamed)}, with the settings that Keras gives them: Glorot
 * uniform weights, zero biases. For other settings, add a layer of package {@code model}.
 */
public final class Layers {
  private Layers() {}

  /**
   * A layer that gets its name from the model it is added to.
   *
   * @param kind what the name begins with, such as {@code dense}
   * @param naming gives the layer from its name
   */
  public record Unnamed(String kind, Function<String, Layer> naming) {}

  /**
   * A fully connected layer: batch × inputs to batch × units.
   *
   * @param units outputs, 1 or more
   * @return without activation
   */
  public static Unnamed dense(int units) {
    return dense(units, Activation.LINEAR);
  }

  /**
   * A fully connected layer with an activation: batch × inputs to batch × units.
   *
   * @param units outputs, 1 or more
   * @param activation applied to them
   * @return the layer
   */
  public static Unnamed dense(int units, Activation activation) {
    if (units < 1) {
      throw new IllegalArgumentException("dense: units is " + units + ", expected 1 or more");
    }
    return new Unnamed(
        "dense", name -> new Dense(name, new Units(units), activation, null, null, null));
  }

  /**
   * Inverted dropout: in training each number is set to 0 with some probability, and the others are
   * divided by 1 − rate.
   *
   * @param rate the probability, 0 or more and below 1
   * @return the layer
   */
  public static Unnamed dropout(double rate) {
    return new Unnamed("dropout", name -> new Dropout(name, rate));
  }

  /**
   * An activation as a layer of its own.
   *
   * @param function which one
   * @return the layer
   */
  public static Unnamed activation(Activation function) {
    return new Unnamed("activation", name -> new ActivationLayer(name, function));
  }

  /**
   * Rows of numbers from images: batch × height × width × depth to batch × their product.
   *
   * @return the layer
   */
  public static Unnamed flatten() {
    return new Unnamed("flatten", Flatten::new);
  }

  /**
   * A convolution of stride 1 over whole windows: batch × height × width × depth to batch × height'
   * × width' × filters.
   *
   * @param filters output channels, 1 or more
   * @param size height and width of the window, 1 or more
   * @param activation applied to the result
   * @return the layer
   */
  public static Unnamed conv2d(int filters, int size, Activation activation) {
    return conv2d(filters, size, 1, Padding.VALID, activation);
  }

  /**
   * A convolution: batch × height × width × depth to batch × height' × width' × filters.
   *
   * @param filters output channels, 1 or more
   * @param size height and width of the window, 1 or more
   * @param stride step of the window, 1 or more
   * @param padding how it meets the edge
   * @param activation applied to the result
   * @return the layer
   */
  public static Unnamed conv2d(
      int filters, int size, int stride, Padding padding, Activation activation) {
    List<Integer> kernel = List.of(size, size);
    return new Unnamed(
        "conv2d",
        name -> new Conv2d(name, filters, kernel, stride, padding, activation, null, null, null));
  }

  /**
   * The maximum over whole windows that do not overlap.
   *
   * @param size height and width of the window, 1 or more
   * @return the layer
   */
  public static Unnamed maxPool(int size) {
    return maxPool(size, size, Padding.VALID);
  }

  /**
   * The maximum over windows: batch × height × width × depth to batch × height' × width' × depth.
   *
   * @param size height and width of the window, 1 or more
   * @param stride step of the window, 1 or more
   * @param padding how it meets the edge
   * @return the layer
   */
  public static Unnamed maxPool(int size, int stride, Padding padding) {
    return new Unnamed("max_pool", name -> new MaxPool(name, size, stride, padding));
  }

  /**
   * Batch normalisation over all dimensions but the last, momentum 0.99, ε 0.001.
   *
   * @return the layer
   */
  public static Unnamed batchNorm() {
    return new Unnamed("batch_norm", name -> new BatchNorm(name, null, null, null));
  }

  /**
   * Local response normalisation across channels: x / (bias + α Σ x²)^β.
   *
   * @param depthRadius channels on either side that count, 0 or more
   * @param bias above 0
   * @param alpha weight of the squares, 0 or more
   * @param beta exponent, 0 or more
   * @return the layer
   */
  public static Unnamed lrn(int depthRadius, double bias, double alpha, double beta) {
    return new Unnamed("lrn", name -> new Lrn(name, depthRadius, bias, alpha, beta));
  }
}
