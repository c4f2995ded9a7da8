package io.github.multigpumnist.progress;

/** Shows nothing. */
final class Silent implements Progress {
  @Override
  public void at(long done) {}

  @Override
  public void remark(String remark) {}

  @Override
  public void close() {}
}
