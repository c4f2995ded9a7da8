package io.github.multigpumnist.runtime;

/**
 * A device as TensorFlow names it.
 *
 * @param name its full name, such as {@code /job:localhost/replica:0/task:0/device:GPU:0}
 * @param type {@code CPU} or {@code GPU}
 * @param memoryBytes what TensorFlow may use of a GPU's memory, in bytes; for a CPU a placeholder
 */
public record DeviceInfo(String name, String type, long memoryBytes) {

  /**
   * Whether this is a GPU.
   *
   * @return whether the type is {@code GPU}
   */
  public boolean isGpu() {
    return type.equals("GPU");
  }

  /**
   * The name within its process.
   *
   * @return such as {@code GPU:0}
   */
  public String shortName() {
    return name.substring(name.lastIndexOf("device:") + "device:".length());
  }
}
