package io.github.multigpumnist.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * An encoded picture. Nothing is drawn on a screen: pictures are made on machines without one.
 *
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param mediaType such as {@code image/png}
 * @param content the encoded picture
 */
record Picture(int width, int height, String mediaType, byte[] content) {
  /** Pixels of a PNG per CSS pixel: sharp on fine screens and on paper. */
  private static final int DENSITY = 2;

  /** A chart as SVG. Letters are outlines, so that no font is needed where it is looked at. */
  static Picture svg(Chart<?, ?> chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    String exact = bytes.toString(StandardCharsets.UTF_8);
    String rounded = exact.replaceAll("(\\.\\d\\d)\\d+", "$1"); // halves the size
    return new Picture(
        chart.getWidth(),
        chart.getHeight(),
        "image/svg+xml",
        rounded.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Charts of one size as one PNG, row by row.
   *
   * @param charts at least one
   * @param columns charts in a row
   */
  static Picture png(List<? extends Chart<?, ?>> charts, int columns) {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int wide = Math.min(columns, charts.size()) * width;
    int high = (charts.size() + columns - 1) / columns * height;
    BufferedImage image =
        new BufferedImage(wide * DENSITY, high * DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(DENSITY, DENSITY);
      for (int i = 0; i < charts.size(); i++) {
        Graphics2D cell = (Graphics2D) graphics.create();
        cell.translate(i % columns * width, i / columns * height);
        charts.get(i).paint(cell, width, height);
        cell.dispose();
      }
    } finally {
      graphics.dispose();
    }
    return new Picture(wide, high, "image/png", encoded(image));
  }

  /**
   * A picture of pixels, each shown as a square.
   *
   * @param scale CSS pixels a pixel
   */
  static Picture pixels(BufferedImage image, int scale) {
    return new Picture(
        image.getWidth() * scale, image.getHeight() * scale, "image/png", encoded(image));
  }

  private static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not by a file: while the JVM ends, after Ctrl-C, ImageIO can register none to be deleted.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /** The picture itself in place of its address. */
  String dataUri() {
    return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(content);
  }
}
