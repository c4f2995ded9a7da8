package io.github.multigpumnist.tower;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.DeviceSpec;
import org.tensorflow.op.Ops;

/**
 * Scopes on devices given as TensorFlow writes them, such as {@code /gpu:1} or {@code
 * /job:ps/cpu:0}.
 */
final class Scopes {
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?:/job:([A-Za-z0-9_]+))?(?:/replica:(\\d+))?(?:/task:(\\d+))?/(?:device:)?([A-Za-z]+):(\\d+)");

  private Scopes() {}

  static Ops on(Ops tf, String device) {
    Matcher m = DEVICE.matcher(device);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "device '" + device + "': expected such as /cpu:0, /gpu:1 or /job:worker/task:0/gpu:0");
    }
    DeviceSpec.Builder spec =
        DeviceSpec.newBuilder()
            .deviceType(DeviceSpec.DeviceType.valueOf(m.group(4).toUpperCase(Locale.ROOT)))
            .deviceIndex(Integer.parseInt(m.group(5)));
    if (m.group(1) != null) {
      spec.job(m.group(1));
    }
    if (m.group(3) != null) {
      spec.task(Integer.parseInt(m.group(3)));
    }
    return tf.withDevice(spec.build());
  }
}
