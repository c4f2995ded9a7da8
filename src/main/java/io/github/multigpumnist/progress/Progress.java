package io.github.multigpumnist.progress;

/** One task under way. Closing it ends its bar or prints its last line. */
public interface Progress extends AutoCloseable {

  /**
   * Says how far the task is.
   *
   * @param done units done since the task began
   */
  void at(long done);

  /**
   * Puts a short remark beside the bar, such as the current loss.
   *
   * @param remark a few words
   */
  void remark(String remark);

  @Override
  void close();

  /** Opens tasks; passed to whatever may take longer than two seconds. */
  @FunctionalInterface
  interface Reporter {

    /** A reporter that shows nothing, for tests and library use. */
    Reporter SILENT = (task, total, unit) -> new Silent();

    /**
     * Begins a task.
     *
     * @param task what is being done, as a reader would say it
     * @param total units in all, or -1 when unknown
     * @param unit the unit's name, such as {@code images}
     * @return the task, closed by the caller
     */
    Progress start(String task, long total, String unit);

    /**
     * Says what a reader should know and did not ask for, such as that a file is written again.
     *
     * @param line one sentence
     */
    default void note(String line) {}
  }
}
