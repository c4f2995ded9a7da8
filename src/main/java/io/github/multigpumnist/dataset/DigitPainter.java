package io.github.multigpumnist.dataset;

import io.github.multigpumnist.dataset.Glyphs.Glyph;
import io.github.multigpumnist.dataset.Glyphs.Stroke;
import java.util.List;

/**
 * Draws one digit as a hand might: a way of writing it, bent, stretched, slanted, turned, moved, by
 * a pen of some width, on a grainy ground.
 */
final class DigitPainter {
  /** Pixels a side. */
  static final int SIDE = 28;

  // Ranges wide enough that a linear model fails on one digit in six or more, and narrow enough
  // that a person reads all of them.
  private static final double MIN_HEIGHT = 14; // pixels
  private static final double MAX_HEIGHT = 21;
  private static final double MIN_ASPECT = 0.65; // width of the box / its height
  private static final double MAX_ASPECT = 1.0;
  private static final double MAX_SLANT = 0.35; // pixels to the side per pixel up
  private static final double MAX_TURN = 0.25; // radians
  private static final double MAX_SHIFT = 2.5; // pixels
  private static final double MIN_PEN = 0.8; // radius in pixels
  private static final double MAX_PEN = 1.7;
  private static final double BEND = 0.035; // of the box
  private static final double JITTER = 0.02; // deviation of a stroke's place, of the box
  private static final double GRAIN = 0.06; // deviation of the noise, of full ink

  private final Canvas canvas = new Canvas(SIDE);

  /** Draws into the {@code SIDE * SIDE} bytes from {@code offset}; 255 is full ink. */
  void paint(int digit, Dice dice, byte[] pixels, int offset) {
    List<Glyph> ways = Glyphs.of(digit);
    Hand hand = new Hand(dice);
    canvas.clear();
    for (Stroke stroke : ways.get(dice.below(ways.size())).strokes()) {
      draw(stroke, hand, dice);
    }
    double strength = dice.between(0.75, 1);
    for (int i = 0; i < SIDE * SIDE; i++) {
      double value = canvas.ink(i) * strength + GRAIN * dice.bell();
      pixels[offset + i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
  }

  private void draw(Stroke stroke, Hand hand, Dice dice) {
    double[] points = stroke.points();
    double moveX = JITTER * dice.bell();
    double moveY = JITTER * dice.bell();
    double[] placed = new double[points.length];
    for (int i = 0; i < points.length; i += 2) {
      hand.place(points[i] + moveX, points[i + 1] + moveY, placed, i);
    }
    for (int i = 2; i < placed.length; i += 2) {
      canvas.segment(placed[i - 2], placed[i - 1], placed[i], placed[i + 1], hand.pen);
    }
  }

  /** What stays the same while one digit is written. */
  private static final class Hand {
    private final double height;
    private final double width;
    private final double slant;
    private final double cos;
    private final double sin;
    private final double centreX;
    private final double centreY;
    private final double phaseX;
    private final double phaseY;
    private final double bendX;
    private final double bendY;
    private final double pen;

    Hand(Dice dice) {
      height = dice.between(MIN_HEIGHT, MAX_HEIGHT);
      width = height * dice.between(MIN_ASPECT, MAX_ASPECT);
      slant = dice.between(-MAX_SLANT, MAX_SLANT);
      double turn = dice.between(-MAX_TURN, MAX_TURN);
      cos = StrictMath.cos(turn);
      sin = StrictMath.sin(turn);
      centreX = SIDE / 2.0 + dice.between(-MAX_SHIFT, MAX_SHIFT);
      centreY = SIDE / 2.0 + dice.between(-MAX_SHIFT, MAX_SHIFT);
      phaseX = dice.between(0, 2 * StrictMath.PI);
      phaseY = dice.between(0, 2 * StrictMath.PI);
      bendX = BEND * dice.bell();
      bendY = BEND * dice.bell();
      pen = dice.between(MIN_PEN, MAX_PEN);
    }

    /** From the glyph's box to pixels: bend, stretch, slant, turn, move. */
    void place(double x, double y, double[] placed, int at) {
      double bentX = x - 0.5 + bendX * StrictMath.sin(2 * StrictMath.PI * y + phaseX);
      double bentY = y - 0.5 + bendY * StrictMath.sin(2 * StrictMath.PI * x + phaseY);
      double tall = bentY * height;
      double wide = bentX * width - slant * tall;
      placed[at] = centreX + cos * wide - sin * tall;
      placed[at + 1] = centreY + sin * wide + cos * tall;
    }
  }
}
