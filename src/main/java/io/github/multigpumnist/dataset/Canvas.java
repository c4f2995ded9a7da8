package io.github.multigpumnist.dataset;

import java.util.Arrays;

/** A square on which round-ended pens draw; edges are smoothed over one pixel. */
final class Canvas {
  private static final double EDGE = 0.5;
  private final int side;
  private final double[] ink;

  Canvas(int side) {
    this.side = side;
    this.ink = new double[side * side];
  }

  void clear() {
    Arrays.fill(ink, 0);
  }

  /**
   * Draws a straight piece; coordinates in pixels, the first pixel's centre at (0.5, 0.5). A
   * pixel's ink is 1 within {@code radius - 0.5} of it, 0 beyond {@code radius + 0.5}, linear
   * between.
   */
  void segment(double x0, double y0, double x1, double y1, double radius) {
    double reach = radius + EDGE;
    int left = bound(Math.min(x0, x1) - reach);
    int right = bound(Math.max(x0, x1) + reach + 1);
    int top = bound(Math.min(y0, y1) - reach);
    int bottom = bound(Math.max(y0, y1) + reach + 1);
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length2 = dx * dx + dy * dy;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        double px = column + 0.5 - x0;
        double py = row + 0.5 - y0;
        double along = length2 == 0 ? 0 : clamp((px * dx + py * dy) / length2);
        double ox = px - along * dx;
        double oy = py - along * dy;
        double distance2 = ox * ox + oy * oy;
        if (distance2 < reach * reach) {
          double value = clamp(reach - Math.sqrt(distance2)); // sqrt is exact everywhere
          int at = row * side + column;
          ink[at] = Math.max(ink[at], value);
        }
      }
    }
  }

  /** The ink of a pixel, 0 to 1. */
  double ink(int pixel) {
    return ink[pixel];
  }

  private int bound(double coordinate) {
    return (int) Math.max(0, Math.min(side, Math.floor(coordinate)));
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
