package io.github.multigpumnist.model;

import org.tensorflow.ndarray.Shape;

/**
 * A float32 variable of a layer.
 *
 * @param name its name within the layer, such as {@code weights}
 * @param shape its shape
 * @param initializer its first value
 * @param weightDecay λ of the loss term λ · ½Σw²; 0 for none
 * @param trainable false for moving averages, which no optimizer touches
 */
public record VariableSpec(
    String name, Shape shape, Initializer initializer, double weightDecay, boolean trainable) {}
