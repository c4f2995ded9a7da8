package io.github.multigpumnist.dataset;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Digits that are drawn when they are asked for. Each has dice of its own, so that it depends on
 * seed and position alone.
 *
 * @param seed another seed gives other digits
 * @param count how many, at least 1
 */
record DigitsExamples(long seed, long count) implements Examples {
  static final int CLASSES = 10;
  private static final int SIDE = DigitPainter.SIDE;
  private static final ImageShape SHAPE = new ImageShape(SIDE, SIDE, 1, CLASSES);
  private static final ThreadLocal<DigitPainter> PAINTERS =
      ThreadLocal.withInitial(DigitPainter::new);

  DigitsExamples {
    if (count < 1) {
      throw new IllegalArgumentException("digits: count " + count + ", expected at least 1");
    }
  }

  @Override
  public ImageShape shape() {
    return SHAPE;
  }

  @Override
  public void read(long from, int count, Batch into, int at) {
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              Dice dice = Dice.of(seed, from + i);
              into.labels()[at + i] = dice.below(CLASSES);
              int offset = (at + i) * SIDE * SIDE;
              PAINTERS.get().paint(into.labels()[at + i], dice, into.pixels(), offset);
            });
  }

  @Override
  public void labels(long from, int count, int[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = Dice.of(seed, from + i).below(CLASSES);
    }
  }

  @Override
  public Optional<String> recipe() {
    return Optional.of("digits, first edition, seed " + seed + ", " + count);
  }
}
