package io.github.multigpumnist.input;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.tensorflow.Tensor;

/** Tensors to feed in one run, by the placeholder's name; owned, and closed together. */
public final class Feeds implements AutoCloseable {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** No feeds yet. */
  public Feeds() {}

  /**
   * Adds one.
   *
   * @param placeholder the operation to feed
   * @param tensor its value; from now on owned by this object
   * @return this
   */
  public Feeds put(String placeholder, Tensor tensor) {
    tensors.put(placeholder, tensor);
    return this;
  }

  /**
   * Visits all.
   *
   * @param action called with each placeholder and its tensor
   */
  public void forEach(BiConsumer<String, Tensor> action) {
    tensors.forEach(action);
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
