package io.github.multigpumnist.dataset;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The data set {@code digits}: drawn by the program, so that there is always something to train on.
 * 28×28 grey pictures of ten classes, evenly spread at random, white on black as MNIST's. The same
 * seed gives the same bytes on every machine. A linear model stays below 95 % on it; a ConvNet does
 * not.
 */
public final class SyntheticDigits {
  /** The data set's name. */
  public static final String NAME = "digits";

  /** Training pictures of the default set. */
  public static final int TRAIN_COUNT = 10_000;

  /** Test pictures of the default set. */
  public static final int TEST_COUNT = 2_000;

  private static final long SEED = 1;
  private static final List<String> NAMES =
      IntStream.range(0, DigitsExamples.CLASSES).mapToObj(Integer::toString).toList();

  private SyntheticDigits() {}

  /**
   * Draws the default set.
   *
   * @return 10,000 training and 2,000 test pictures
   */
  public static Dataset generate() {
    return generate(SEED, TRAIN_COUNT, TEST_COUNT);
  }

  /**
   * Draws a set. Its first pictures do not depend on how many are drawn.
   *
   * @param seed another seed gives other pictures
   * @param trainCount training pictures, at least 1
   * @param testCount test pictures, at least 1
   * @return the data set {@code digits}
   */
  public static Dataset generate(long seed, int trainCount, int testCount) {
    return new Dataset(NAME, draw(2 * seed, trainCount), draw(2 * seed + 1, testCount), NAMES);
  }

  /**
   * The set {@code digits:COUNT}: its digits are drawn when they are asked for. Its first training
   * pictures are those of {@code digits}, its test pictures are the same.
   *
   * @param trainCount training pictures, at least 1
   * @return takes no memory
   */
  public static Dataset ofSize(long trainCount) {
    return new Dataset(
        NAME + ":" + trainCount,
        new DigitsExamples(2 * SEED, trainCount),
        new DigitsExamples(2 * SEED + 1, TEST_COUNT),
        NAMES);
  }

  private static LabeledImages draw(long seed, int count) {
    DigitsExamples digits = new DigitsExamples(seed, count);
    Batch all = Batch.of(digits, count);
    digits.read(0, count, all, 0);
    return new LabeledImages(
        digits.height(), digits.width(), 1, digits.classes(), all.pixels(), all.labels());
  }
}
