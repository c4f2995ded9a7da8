package io.github.multigpumnist.runtime;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** NVIDIA's driver as a library, {@code libcuda}: the CUDA that it supports, and its GPUs. */
final class CudaDriver {
  static final String LIBRARY = "libcuda.so.1";

  /** NVIDIA's table of minor version compatibility: every CUDA 12 runs on a driver of CUDA 12.0. */
  static final int LEAST_CUDA = 12_000;

  private static final int NAME_LENGTH = 256;
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  private final DynamicLoader.Library library;

  private CudaDriver(DynamicLoader.Library library) {
    this.library = library;
  }

  /**
   * @throws IOException with the loader's reason, when no driver is installed
   */
  static CudaDriver open(DynamicLoader loader) throws IOException {
    return new CudaDriver(loader.open(LIBRARY));
  }

  /**
   * The newest CUDA that the driver supports.
   *
   * @return 1000 times the major and 10 times the minor version
   */
  int cuda() throws IOException {
    IntByReference version = new IntByReference();
    check("cuDriverGetVersion", version);
    return version.getValue();
  }

  /** As people write {@link #cuda}. */
  static String versionText(int cuda) {
    return cuda / 1000 + "." + cuda % 1000 / 10;
  }

  /**
   * The GPUs that {@code CUDA_VISIBLE_DEVICES} leaves, in the driver's order.
   *
   * @throws IOException with the driver's reason, which may be that there is none
   */
  List<CudaGpu> gpus() throws IOException {
    check("cuInit", 0);
    IntByReference count = new IntByReference();
    check("cuDeviceGetCount", count);
    List<CudaGpu> gpus = new ArrayList<>();
    for (int i = 0; i < count.getValue(); i++) {
      gpus.add(gpu(i));
    }
    return gpus;
  }

  private CudaGpu gpu(int index) throws IOException {
    IntByReference device = new IntByReference();
    check("cuDeviceGet", device, index);
    byte[] name = new byte[NAME_LENGTH];
    check("cuDeviceGetName", name, name.length, device.getValue());
    LongByReference memory = new LongByReference();
    check("cuDeviceTotalMem_v2", memory, device.getValue());
    String capability =
        attribute(device.getValue(), CAPABILITY_MAJOR)
            + "."
            + attribute(device.getValue(), CAPABILITY_MINOR);
    return new CudaGpu(index, Native.toString(name), memory.getValue(), capability);
  }

  private int attribute(int device, int which) throws IOException {
    IntByReference value = new IntByReference();
    check("cuDeviceGetAttribute", value, which, device);
    return value.getValue();
  }

  private void check(String function, Object... arguments) throws IOException {
    int status = (int) library.call(function, arguments);
    if (status != 0) {
      throw new IOException(
          String.format(Locale.ROOT, "%s: %s (%d)", function, reason(status), status));
    }
  }

  private String reason(int status) {
    PointerByReference text = new PointerByReference();
    return library.call("cuGetErrorString", status, text) == 0 && text.getValue() != null
        ? text.getValue().getString(0)
        : "unknown error";
  }
}
