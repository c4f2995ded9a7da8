package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import java.util.Locale;

/** Whether there is memory for a data set in the graph. */
final class ResidentRoom {
  /** The label and the place in the epoch's order, and the order's next version beside it. */
  private static final int BYTES_BESIDE_AN_IMAGE = 12;

  private ResidentRoom() {}

  /**
   * @throws IllegalArgumentException when the images take more than there is
   */
  static void require(Examples images, long availableBytes) {
    long bytes = images.count() * ((long) images.imageSize() + BYTES_BESIDE_AN_IMAGE);
    if (bytes > availableBytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input resident: %d images take %.1f GB of memory, %.1f GB are free: choose --input"
                  + " batching or direct",
              images.count(),
              bytes / 1e9,
              availableBytes / 1e9));
    }
  }
}
