package io.github.multigpumnist.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetTarget;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;

/**
 * A session whose steps another process plans. TensorFlow-Java's sessions have no target; its C
 * library's have, so that a session is made there and handed to the constructor that TensorFlow
 * uses for a SavedModel's.
 *
 * <p>What opening returns has asked nobody yet: the first run or listing of devices does, and then
 * waits without end for each task that the device filters leave in and that does not answer, unless
 * {@code operation_timeout_in_ms} is set: a run's own timeout does not count there. That timeout is
 * also the one of runs without their own, and of closing.
 */
final class TargetSession {
  private TargetSession() {}

  /**
   * Opens a session.
   *
   * @param graph stays the caller's
   * @param target such as {@code grpc://10.0.0.1:2222}
   */
  static Session open(Graph graph, ConfigProto config, String target) {
    try {
      Field handle = Graph.class.getDeclaredField("nativeHandle");
      handle.setAccessible(true);
      Constructor<Session> constructor =
          Session.class.getDeclaredConstructor(Graph.class, TF_Session.class);
      constructor.setAccessible(true);
      return constructor.newInstance(
          graph, nativeSession((TF_Graph) handle.get(graph), config, target));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this TensorFlow-Java has no session with a target", e);
    }
  }

  /** The caller releases what is returned, unless in a scope of its own. */
  @SuppressWarnings("try") // the scope frees what is made in it
  static TF_Session nativeSession(TF_Graph graph, ConfigProto config, String target) {
    byte[] bytes = config.toByteArray();
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      TF_SetTarget(options, target);
      TF_SetConfig(options, new BytePointer(bytes), bytes.length, status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_Session.newSession(graph, options, status);
      status.throwExceptionIfNotOK();
      session.retainReference();
      return session;
    }
  }
}
