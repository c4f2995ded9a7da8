package io.github.multigpumnist;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A digit in one of Java's fonts, which nothing was trained on. */
public record DrawnDigit(int digit, int height, int width, boolean darkOnLight) {

  /**
   * Paints and writes.
   *
   * @param share height of the digit, of the picture's shorter side
   * @param across how far the digit is to the right of the middle, of the picture's width
   */
  public Path write(Path file, double share, double across) throws IOException {
    String name = file.getFileName().toString();
    ImageIO.write(paint(share, across), name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  private BufferedImage paint(double share, double across) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(darkOnLight ? new Color(245, 243, 238) : new Color(10, 10, 14));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(darkOnLight ? new Color(25, 25, 60) : Color.WHITE);
    Shape glyph =
        new Font(Font.SANS_SERIF, Font.PLAIN, 100)
            .createGlyphVector(graphics.getFontRenderContext(), Integer.toString(digit))
            .getOutline();
    Rectangle2D bounds = glyph.getBounds2D();
    double scale = share * Math.min(height, width) / bounds.getHeight();
    AffineTransform place = new AffineTransform();
    place.translate(width * (0.5 + across), height / 2.0);
    place.scale(scale, scale);
    place.translate(-bounds.getCenterX(), -bounds.getCenterY());
    graphics.fill(place.createTransformedShape(glyph));
    graphics.dispose();
    return image;
  }
}
