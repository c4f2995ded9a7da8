package io.github.multigpumnist.format;

import java.util.Arrays;

/**
 * An array of unsigned bytes of one to four dimensions, as an IDX file holds it: row-major, the
 * last dimension fastest. The arrays are shared, not copied.
 *
 * @param dimensions the sizes, each at least 1; images are (count, height, width) or (count,
 *     height, width, depth), labels (count)
 * @param data the values, as many as the product of the dimensions
 */
public record IdxArray(int[] dimensions, byte[] data) {

  static final int MAX_RANK = 4;

  /** Checks that the dimensions are possible and that the data fills them. */
  public IdxArray {
    if (dimensions.length < 1 || dimensions.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "an IDX array of rank " + dimensions.length + ": expected 1 to " + MAX_RANK);
    }
    long size = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "IDX dimensions " + Arrays.toString(dimensions) + ": each must be at least 1");
      }
      size = size > data.length ? size : size * dimension; // no overflow: both below 2^31
    }
    if (size != data.length) {
      throw new IllegalArgumentException(
          "IDX dimensions "
              + Arrays.toString(dimensions)
              + " do not fit "
              + data.length
              + " bytes of data");
    }
  }

  /**
   * The number of dimensions.
   *
   * @return 1 to 4
   */
  public int rank() {
    return dimensions.length;
  }
}
