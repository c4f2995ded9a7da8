package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.util.List;
import java.util.Optional;

/** {@code digits} and {@code digits:COUNT}: drawn, never read. */
final class DigitsSource implements Source {
  static final String SIZED = SyntheticDigits.NAME + ":";

  private final String name;

  DigitsSource(String name) {
    this.name = name;
  }

  @Override
  public Dataset load(Progress.Reporter progress) {
    return name.equals(SyntheticDigits.NAME)
        ? SyntheticDigits.generate()
        : SyntheticDigits.ofSize(count());
  }

  @Override
  public Optional<String> identity() {
    long count = name.equals(SyntheticDigits.NAME) ? SyntheticDigits.TRAIN_COUNT : count();
    return SyntheticDigits.ofSize(count).train().recipe();
  }

  private long count() {
    String digits = name.substring(SIZED.length());
    if (!digits.matches("[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException(
          "data set '" + name + "': expected digits:COUNT with a whole number of at least 1");
    }
    return Long.parseLong(digits);
  }

  @Override
  public List<FileCheck> verify() {
    return List.of();
  }
}
