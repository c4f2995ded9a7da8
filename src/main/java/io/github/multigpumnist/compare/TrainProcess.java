package io.github.multigpumnist.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs {@code multigpu-mnist train} in a process of its own. */
@FunctionalInterface
public interface TrainProcess {

  /**
   * How a process ended.
   *
   * @param status 0 when the training was done
   * @param output what it printed on stdout
   * @param errors what it printed on stderr
   */
  record Ended(int status, String output, String errors) {}

  /**
   * Starts a training and waits for its end.
   *
   * @param flags of {@code train}
   * @param folder for the files of its output; exists
   * @param stop asked several times a second; true ends the process
   * @return how it ended
   * @throws IOException when it cannot be started
   */
  Ended run(List<String> flags, Path folder, BooleanSupplier stop) throws IOException;
}
