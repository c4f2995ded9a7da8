package io.github.multigpumnist.cli;

/** One command: its flags, and the one method that does its work. */
interface Command {

  /** As typed, such as {@code train} or {@code data fetch}. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /** What may follow the flags, such as {@code IMAGE...}; empty when nothing may. */
  default String operands() {
    return "";
  }

  Flags flags();

  /**
   * Does the work.
   *
   * @return what {@code --json} prints as one object: a record or a map
   * @throws UsageException for a bad flag or operand
   */
  Object run(Arguments arguments, Console console) throws Exception;
}
