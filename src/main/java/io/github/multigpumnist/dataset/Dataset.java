package io.github.multigpumnist.dataset;

import java.util.List;
import java.util.Locale;

/**
 * A named set of labelled pictures.
 *
 * @param name as it was asked for, such as {@code mnist} or {@code images:pets}
 * @param train the training pictures, in the files' order
 * @param test the test pictures; same size and classes
 * @param classNames a name per class, by label
 */
public record Dataset(String name, Examples train, Examples test, List<String> classNames) {

  /** Checks that both parts have one shape and every class has a name. */
  public Dataset {
    classNames = List.copyOf(classNames);
    if (!train.shape().equals(test.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data set %s: training pictures are %s, test pictures are %s",
              name,
              told(train.shape()),
              told(test.shape())));
    }
    if (classNames.size() != train.classes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data set %s: %d class names for %d classes",
              name,
              classNames.size(),
              train.classes()));
    }
  }

  private static String told(ImageShape shape) {
    return shape.size() + " of " + shape.classes() + " classes";
  }

  /**
   * Sets the first training pictures aside for validation, as the original converter does.
   *
   * @param validationSize how many, from 0 to below the number of training pictures
   * @return the three parts
   */
  public Splits split(int validationSize) {
    if (validationSize < 0 || validationSize >= train.count()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "validation size %d: expected 0 to %d, as %s has %d training pictures",
              validationSize,
              train.count() - 1,
              name,
              train.count()));
    }
    return new Splits(
        train.slice(validationSize, train.count()), train.slice(0, validationSize), test);
  }
}
