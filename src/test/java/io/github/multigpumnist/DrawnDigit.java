package io.github.multigpumnist;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A digit drawn with a pen, which nothing was trained on. */
public record DrawnDigit(int digit, int height, int width, boolean darkOnLight) {
  private static final float PEN = 13; // of 100, the height

  /** Strokes in a box of 60 × 100: M moves, L draws a line, C a curve. */
  private static final String[] STROKES = {
    "M 30 2 C -8 2 -8 98 30 98 C 68 98 68 2 30 2",
    "M 36 2 L 24 98",
    "M 4 26 C 10 -8 60 -8 56 30 C 54 52 18 74 4 96 L 58 94",
    "M 6 10 C 30 -8 60 6 50 30 C 46 42 34 46 24 48 C 66 46 64 96 28 98 C 16 98 8 94 4 88",
    "M 40 2 L 4 62 L 58 60 M 44 34 L 40 98",
    "M 54 4 L 14 4 L 8 46 C 30 30 62 46 54 76 C 48 100 18 102 4 88",
    "M 44 2 C 16 16 0 52 4 76 C 8 106 52 102 54 74 C 56 46 18 44 6 68",
    "M 4 4 L 56 4 C 40 34 28 64 24 98",
    "M 30 48 C -6 36 4 2 30 2 C 56 2 66 36 30 48 C -8 60 -4 98 30 98 C 64 98 68 60 30 48",
    "M 52 30 C 46 -8 4 -4 6 26 C 8 54 46 52 52 26 C 54 50 50 78 40 98",
  };

  /**
   * Paints and writes.
   *
   * @param file whose ending is the format
   * @param share height of the digit, of the picture's shorter side
   * @param across how far the digit is to the right of the middle, of the picture's width
   */
  public Path write(Path file, double share, double across) throws IOException {
    return write(file, share, across, PEN);
  }

  /**
   * Paints with another pen than the usual, thick one.
   *
   * @param pen its width, in hundredths of the digit's height
   */
  public Path write(Path file, double share, double across, float pen) throws IOException {
    String name = file.getFileName().toString();
    String format = name.substring(name.lastIndexOf('.') + 1);
    ImageIO.write(paint(share, across, pen), format, file.toFile());
    return file;
  }

  private BufferedImage paint(double share, double across, float pen) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(darkOnLight ? new Color(245, 243, 238) : new Color(10, 10, 14));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(darkOnLight ? new Color(25, 25, 60) : Color.WHITE);
    Shape drawn =
        new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
            .createStrokedShape(strokes());
    Rectangle2D bounds = drawn.getBounds2D();
    double scale = share * Math.min(height, width) / bounds.getHeight();
    AffineTransform place = new AffineTransform();
    place.translate(width * (0.5 + across), height / 2.0);
    place.scale(scale, scale);
    place.translate(-bounds.getCenterX(), -bounds.getCenterY());
    graphics.fill(place.createTransformedShape(drawn));
    graphics.dispose();
    return image;
  }

  private Path2D strokes() {
    String[] words = STROKES[digit].split(" ");
    Path2D path = new Path2D.Double();
    int i = 0;
    while (i < words.length) {
      String kind = words[i++];
      double[] at = new double[kind.equals("C") ? 6 : 2];
      for (int k = 0; k < at.length; k++) {
        at[k] = Double.parseDouble(words[i++]);
      }
      switch (kind) {
        case "M" -> path.moveTo(at[0], at[1]);
        case "L" -> path.lineTo(at[0], at[1]);
        default -> path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
      }
    }
    return path;
  }
}
