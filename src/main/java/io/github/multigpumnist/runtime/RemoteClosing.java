package io.github.multigpumnist.runtime;

import java.time.Duration;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Closes sessions on a cluster. Each server is told, and one that is gone is waited for until the
 * session's operation timeout: nobody here needs to wait for that.
 */
final class RemoteClosing {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private RemoteClosing() {}

  /**
   * Closes a session and its graph; goes on in the background when that takes long.
   *
   * @param session null when none was opened
   */
  static void close(Session session, Graph graph) {
    Thread closing = new Thread(() -> closeQuietly(session, graph), "closing a cluster's session");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On servers that are gone it fails, and what failed before says more. */
  private static void closeQuietly(Session session, Graph graph) {
    try (graph) {
      if (session != null) {
        session.close();
      }
    } catch (TensorFlowException e) {
      assert session != null : "a graph's closing asks no server";
    }
  }
}
