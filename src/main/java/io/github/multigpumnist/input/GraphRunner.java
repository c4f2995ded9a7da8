package io.github.multigpumnist.input;

/** Runs an operation of a graph; implemented by the session that the graph is open in. */
@FunctionalInterface
public interface GraphRunner {

  /**
   * Runs one operation.
   *
   * @param target the operation's name
   * @param feeds stay the caller's
   */
  void run(String target, Feeds feeds);
}
