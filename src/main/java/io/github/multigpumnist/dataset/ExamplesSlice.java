package io.github.multigpumnist.dataset;

import java.util.Optional;

/** A range of other examples. */
record ExamplesSlice(Examples whole, long from, long to) implements Examples {

  ExamplesSlice {
    if (from < 0 || to < from || to > whole.count()) {
      throw new IllegalArgumentException(
          "slice from %d to %d of %d pictures".formatted(from, to, whole.count()));
    }
  }

  @Override
  public long count() {
    return to - from;
  }

  @Override
  public int height() {
    return whole.height();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public int depth() {
    return whole.depth();
  }

  @Override
  public int classes() {
    return whole.classes();
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
