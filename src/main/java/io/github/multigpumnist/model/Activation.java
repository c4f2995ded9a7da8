package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.framework.activations.ELU;
import org.tensorflow.framework.activations.Linear;
import org.tensorflow.framework.activations.ReLU;
import org.tensorflow.framework.activations.Sigmoid;
import org.tensorflow.framework.activations.Softmax;
import org.tensorflow.framework.activations.Tanh;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/** Element-wise functions (softmax: over the last dimension), from tensorflow-framework. */
public enum Activation {
  /** x. */
  @JsonProperty("linear")
  LINEAR(Linear::new),
  /** max(x, 0). */
  @JsonProperty("relu")
  RELU(ReLU::new),
  /** x for x &gt; 0, else eˣ − 1. */
  @JsonProperty("elu")
  ELU(ELU::new),
  /** Hyperbolic tangent. */
  @JsonProperty("tanh")
  TANH(Tanh::new),
  /** 1 / (1 + e⁻ˣ). */
  @JsonProperty("sigmoid")
  SIGMOID(Sigmoid::new),
  /** eˣ / Σ eˣ over the last dimension. */
  @JsonProperty("softmax")
  SOFTMAX(Softmax::new);

  private final Supplier<org.tensorflow.framework.activations.Activation> function;

  Activation(Supplier<org.tensorflow.framework.activations.Activation> function) {
    this.function = function;
  }

  /** Operations a number, see {@link Layer#flops}. */
  long flops() {
    return this == LINEAR ? 0 : 1;
  }

  /** How a layer's summary ends, such as {@code , relu}. */
  String suffix() {
    return this == LINEAR ? "" : ", " + Checks.word(this);
  }

  /**
   * Adds the function to a graph.
   *
   * @param <T> type of the numbers
   * @param tf where it goes
   * @param x any shape
   * @return the same shape
   */
  public <T extends TNumber> Operand<T> apply(Ops tf, Operand<T> x) {
    return this == LINEAR ? x : function.get().call(tf, x);
  }
}
