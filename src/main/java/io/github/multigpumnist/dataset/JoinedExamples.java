package io.github.multigpumnist.dataset;

import java.util.List;

/** Examples one after another, such as those of a data set's files. */
final class JoinedExamples implements Examples {
  private final List<Examples> parts;
  private final long[] ends;

  /**
   * @param parts at least one, all of one shape
   */
  JoinedExamples(List<Examples> parts) {
    this.parts = List.copyOf(parts);
    this.ends = new long[parts.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += parts.get(i).count();
      ends[i] = end;
    }
  }

  @Override
  public long count() {
    return ends[ends.length - 1];
  }

  @Override
  public ImageShape shape() {
    return parts.get(0).shape();
  }

  @Override
  public void read(long from, int count, Batch into, int at) {
    int done = 0;
    for (int i = 0; i < ends.length && done < count; i++) {
      int here = (int) Math.min(count - done, ends[i] - from - done);
      if (here > 0) {
        long before = ends[i] - parts.get(i).count();
        parts.get(i).read(from + done - before, here, into, at + done);
        done += here;
      }
    }
  }
}
