package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thin pen leaves as much ink as one that is drawn with usually, and nothing else changes. */
class StrokesTest {
  private static final int HEIGHT = 700;
  private static final int WIDTH = 400;

  /** A triangle drawn with a round pen. */
  private static Pixels triangle(double pen) {
    Canvas canvas = new Canvas(HEIGHT);
    double edge = 35;
    canvas.segment(edge, HEIGHT - edge, WIDTH - edge, HEIGHT - edge, pen / 2);
    canvas.segment(edge, HEIGHT - edge, WIDTH / 2.0, edge, pen / 2);
    canvas.segment(WIDTH - edge, HEIGHT - edge, WIDTH / 2.0, edge, pen / 2);
    byte[] values = new byte[HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) Math.round(255 * canvas.ink(i / WIDTH * HEIGHT + i % WIDTH));
    }
    return new Pixels(HEIGHT, WIDTH, 1, values);
  }

  private static double ink(Pixels image) {
    return IntStream.range(0, image.values().length).map(i -> image.values()[i] & 0xff).sum();
  }

  private static long strong(Pixels image) {
    return IntStream.range(0, image.values().length)
        .filter(i -> (image.values()[i] & 0xff) > 160)
        .count();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 4, 8, 12, 20, 28})
  void drawsAThinPenAsOneThatShows(double pen) {
    Pixels usual = Strokes.scaled(triangle(50), 20);
    Pixels thin = Strokes.scaled(triangle(pen), 20);
    assertThat(Math.max(thin.height(), thin.width())).isEqualTo(20);
    assertThat(ink(thin)).isBetween(0.75 * ink(usual), 1.25 * ink(usual));
    assertThat(strong(thin)).isGreaterThan(strong(usual) / 2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {55, 60, 70})
  void onlyScalesAPenThatShows(double pen) {
    Pixels drawn = triangle(pen);
    assertThat(Strokes.scaled(drawn, 20).values())
        .isEqualTo(AreaAverage.scale(drawn, 20, 11).values());
  }

  /** Pencil on rough paper: half the strength, in grains. The grains are no thin strokes. */
  @Test
  void onlyScalesFaintInkOfAThickPen() {
    Pixels drawn = triangle(70);
    byte[] grains = drawn.values().clone();
    for (int i = 0; i < grains.length; i++) {
      grains[i] = (byte) ((grains[i] & 0xff) * (i * 7919 % 101 < 50 ? 2 : 9) / 10);
    }
    Pixels pencil = new Pixels(HEIGHT, WIDTH, 1, grains);
    assertThat(Strokes.scaled(pencil, 20).values())
        .isEqualTo(AreaAverage.scale(pencil, 20, 11).values());
  }

  @Test
  void scalesUpWhatIsSmaller() {
    Pixels dot = new Pixels(1, 1, 1, new byte[] {(byte) 200});
    assertThat(Strokes.scaled(dot, 3).values()).containsOnly(200).hasSize(9);
  }
}
