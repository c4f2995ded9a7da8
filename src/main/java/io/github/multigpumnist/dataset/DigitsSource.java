package io.github.multigpumnist.dataset;

import io.github.multigpumnist.progress.Progress;
import java.util.List;

/** {@code digits}: drawn, never read. */
final class DigitsSource implements Source {
  @Override
  public Dataset load(Progress.Reporter progress) {
    return SyntheticDigits.generate();
  }

  @Override
  public List<FileCheck> verify() {
    return List.of();
  }
}
