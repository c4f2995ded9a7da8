package io.github.multigpumnist.runtime;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;

/**
 * The dynamic loader of the system. {@link System#loadLibrary} looks in other places than it, and a
 * library opened so cannot be closed.
 */
final class SystemLoader implements DynamicLoader {
  /** As TensorFlow opens them: a missing symbol shows here and now. */
  private static final int NOW = 2;

  static {
    // Up to version 2.33 glibc has these in a library of their own; Java itself is linked to both.
    Native.register(SystemLoader.class, com.sun.jna.NativeLibrary.getProcess());
  }

  private static native Pointer dlopen(String file, int flags);

  private static native Pointer dlsym(Pointer library, String name);

  private static native int dlclose(Pointer library);

  private static native String dlerror();

  @Override
  public Library open(String file) throws IOException {
    Pointer handle = dlopen(file, NOW);
    if (handle == null) {
      throw new IOException(dlerror());
    }
    return new Opened(file, handle);
  }

  private record Opened(String file, Pointer handle) implements Library {
    @Override
    public long call(String function, Object... arguments) {
      Pointer address = dlsym(handle, function);
      if (address == null) {
        throw new UnsatisfiedLinkError(file + " has no function " + function);
      }
      return Function.getFunction(address).invokeLong(arguments);
    }

    @Override
    public void close() {
      dlclose(handle);
    }
  }
}
