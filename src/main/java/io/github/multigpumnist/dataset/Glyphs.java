package io.github.multigpumnist.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the ten digits are written: strokes in a box from (0, 0) at the top left to (1, 1), some
 * digits in several ways.
 */
final class Glyphs {
  private static final int ARC_DEGREES_PER_POINT = 18;
  private static final List<List<Glyph>> DIGITS =
      List.of(
          List.of(glyph(arc(.5, .5, .31, .46, 0, 360))),
          List.of(
              glyph(line(.5, .04, .5, .96)),
              glyph(line(.32, .24, .52, .04, .52, .96)),
              glyph(line(.34, .22, .52, .04, .52, .95), line(.3, .95, .74, .95))),
          List.of(glyph(arc(.5, .3, .29, .26, 195, 395).to(.16, .95).to(.86, .95))),
          List.of(
              glyph(arc(.45, .28, .29, .24, 210, 450), arc(.45, .74, .33, .22, 270, 515)),
              glyph(line(.2, .06, .76, .06, .46, .42), arc(.45, .69, .32, .27, 270, 515))),
          List.of(
              glyph(line(.66, .96, .66, .04, .12, .66, .9, .66)),
              glyph(line(.3, .05, .16, .58, .86, .58), line(.68, .28, .64, .96))),
          List.of(glyph(line(.8, .05, .28, .05, .25, .46), arc(.46, .68, .33, .28, 228, 515))),
          List.of(
              glyph(arc(.72, .72, .5, .68, 270, 180), arc(.5, .71, .28, .25, 0, 360)),
              glyph(line(.6, .04, .25, .6), arc(.5, .71, .27, .25, 0, 360))),
          List.of(
              glyph(line(.16, .07, .84, .07, .42, .96)),
              glyph(line(.16, .07, .84, .07, .42, .96), line(.34, .5, .76, .5))),
          List.of(glyph(arc(.5, .27, .24, .23, 0, 360), arc(.5, .73, .3, .23, 0, 360))),
          List.of(
              glyph(arc(.5, .3, .28, .26, 0, 360), line(.78, .28, .72, .96)),
              glyph(arc(.5, .3, .28, .26, 0, 360), arc(.4, .3, .38, .65, 0, 110))));

  private Glyphs() {}

  /** The ways to write a digit. */
  static List<Glyph> of(int digit) {
    return DIGITS.get(digit);
  }

  /** One way to write a digit. */
  record Glyph(List<Stroke> strokes) {}

  /** The corners of one stroke, as x0, y0, x1, y1 and so on. */
  record Stroke(double... points) {
    Stroke to(double x, double y) {
      double[] longer = Arrays.copyOf(points, points.length + 2);
      longer[points.length] = x;
      longer[points.length + 1] = y;
      return new Stroke(longer);
    }
  }

  private static Glyph glyph(Stroke... strokes) {
    return new Glyph(List.of(strokes));
  }

  private static Stroke line(double... points) {
    return new Stroke(points);
  }

  /** Part of an ellipse; degrees turn clockwise from the right, as y points down. */
  private static Stroke arc(double x, double y, double rx, double ry, int from, int to) {
    int steps = Math.abs(to - from) / ARC_DEGREES_PER_POINT + 1;
    List<Double> points = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * (double) i / steps);
      points.add(x + rx * StrictMath.cos(angle));
      points.add(y + ry * StrictMath.sin(angle));
    }
    return new Stroke(points.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
