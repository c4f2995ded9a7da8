package io.github.multigpumnist.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * The devices TensorFlow sees. TensorFlow-Java has no call for that, its C library has: {@code
 * TF_SessionListDevices} on a session of an empty graph.
 */
public final class DeviceList {
  private DeviceList() {}

  /**
   * Lists this machine's devices, one CPU and the GPUs, each card a GPU. GPUs that TensorFlow
   * cannot open are left out; {@link Cuda} then tells why.
   *
   * @return at least the CPU, in TensorFlow's order
   * @throws org.tensorflow.exceptions.TensorFlowException when TensorFlow cannot open its devices
   * @throws LinkageError when the native library does not load
   */
  public static List<DeviceInfo> physical() {
    return physical(GpuSettings.USUAL);
  }

  /**
   * Lists this machine's devices, one CPU and the GPUs, which TensorFlow then has set up for the
   * whole process.
   *
   * @throws IllegalStateException when they are set up otherwise already
   */
  static List<DeviceInfo> physical(GpuSettings gpus) {
    GpuSetup.OF_THIS_PROCESS.check(gpus);
    List<DeviceInfo> devices = list(gpus);
    if (devices.stream().anyMatch(DeviceInfo::isGpu)) {
      GpuSetup.OF_THIS_PROCESS.use(gpus);
    }
    return devices;
  }

  private static List<DeviceInfo> list(GpuSettings gpus) {
    NativeRuntime.prepare(false);
    Cuda.load();
    TensorFlow.version(); // loads the native library
    ConfigProto config = ConfigProto.newBuilder().setGpuOptions(gpus.options()).build();
    try {
      return of(config);
    } catch (RuntimeException e) {
      Cuda.cannotBeOpened(CheckpointProblem.ofTensorFlow(e));
      return of(config.toBuilder().putDeviceCount("GPU", 0).build());
    }
  }

  @SuppressWarnings("try") // the scope frees what is made in it
  private static List<DeviceInfo> of(ConfigProto proto) {
    byte[] config = proto.toByteArray();
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions settings = TF_SessionOptions.newSessionOptions();
      TF_SetConfig(settings, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_Session.newSession(TF_Graph.newGraph(), settings, status);
      status.throwExceptionIfNotOK();
      return of(session, status);
    }
  }

  /** Lists the devices of the tasks that a session's device filters leave in. */
  @SuppressWarnings("try") // the scope frees what is made in it
  static List<DeviceInfo> of(String target, ConfigProto config) {
    try (PointerScope scope = new PointerScope()) {
      TF_Session session = TargetSession.nativeSession(TF_Graph.newGraph(), config, target);
      try {
        return of(session, TF_Status.newStatus());
      } finally {
        session.releaseReference();
      }
    }
  }

  private static List<DeviceInfo> of(TF_Session session, TF_Status status) {
    TF_DeviceList list = TF_SessionListDevices(session, status);
    status.throwExceptionIfNotOK();
    try {
      return read(list, status);
    } finally {
      tensorflow.TF_DeleteDeviceList(list);
    }
  }

  private static List<DeviceInfo> read(TF_DeviceList list, TF_Status status) {
    List<DeviceInfo> devices = new ArrayList<>();
    for (int i = 0; i < TF_DeviceListCount(list); i++) {
      String name = TF_DeviceListName(list, i, status).getString();
      status.throwExceptionIfNotOK();
      String type = TF_DeviceListType(list, i, status).getString();
      status.throwExceptionIfNotOK();
      long memory = TF_DeviceListMemoryBytes(list, i, status);
      status.throwExceptionIfNotOK();
      devices.add(new DeviceInfo(name, type, memory));
    }
    return List.copyOf(devices);
  }
}
