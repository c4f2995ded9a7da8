package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The first value of a variable; the arithmetic is tensorflow-framework's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Initializer.TruncatedNormal.class, name = "truncated_normal"),
  @JsonSubTypes.Type(value = Initializer.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = Initializer.GlorotUniform.class, name = "glorot_uniform")
})
public sealed interface Initializer {

  /**
   * Adds the initial value to a graph.
   *
   * @param tf where it goes
   * @param shape the variable's shape
   * @param seed for random values
   * @return the value, of the given shape
   */
  Operand<TFloat32> build(Ops tf, Shape shape, long seed);

  /**
   * Normal around 0, values beyond two standard deviations drawn again.
   *
   * @param stddev standard deviation before truncation, above 0
   */
  record TruncatedNormal(double stddev) implements Initializer {
    /** Checks the range. */
    public TruncatedNormal {
      if (!(stddev > 0)) {
        throw new IllegalArgumentException("stddev is " + stddev + ", expected a number above 0");
      }
    }

    @Override
    public Operand<TFloat32> build(Ops tf, Shape shape, long seed) {
      return new org.tensorflow.framework.initializers.TruncatedNormal<TFloat32>(0, stddev, seed)
          .call(tf, tf.constant(shape), TFloat32.class);
    }
  }

  /**
   * The same value everywhere.
   *
   * @param value the value
   */
  record Constant(double value) implements Initializer {
    @Override
    public Operand<TFloat32> build(Ops tf, Shape shape, long seed) {
      return tf.fill(tf.constant(shape), tf.constant((float) value));
    }
  }

  /**
   * Uniform in ±√(6 / (fan in + fan out)), a convolution's fans being its window's positions times
   * its channels; Glorot and Bengio 2010, "Understanding the difficulty of training deep
   * feedforward neural networks", equation 16. (tensorflow-framework's own Glorot counts a
   * convolution's input channels twice.)
   */
  record GlorotUniform() implements Initializer {
    @Override
    public Operand<TFloat32> build(Ops tf, Shape shape, long seed) {
      long in = shape.get(shape.numDimensions() - 2);
      long out = shape.get(shape.numDimensions() - 1);
      double fans = (in + out) * (shape.size() / (double) (in * out));
      double limit = Math.sqrt(6 / fans);
      return new RandomUniform<TFloat32>(-limit, limit, seed)
          .call(tf, tf.constant(shape), TFloat32.class);
    }
  }
}
