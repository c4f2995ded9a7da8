package io.github.multigpumnist.dataset;

import java.util.Locale;
import java.util.Optional;

/** A range of other examples. */
record ExamplesSlice(Examples whole, long from, long to) implements Examples {

  ExamplesSlice {
    if (from < 0 || to < from || to > whole.count()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "slice from %d to %d of %d pictures", from, to, whole.count()));
    }
  }

  @Override
  public long count() {
    return to - from;
  }

  @Override
  public ImageShape shape() {
    return whole.shape();
  }

  @Override
  public void read(long first, int count, Batch into, int at) {
    whole.read(from + first, count, into, at);
  }

  @Override
  public Optional<String> recipe() {
    return whole.recipe().map(recipe -> recipe + ", " + from + " to " + to);
  }

  @Override
  public void labels(long first, int count, int[] into) {
    whole.labels(from + first, count, into);
  }
}
