package io.github.multigpumnist.runtime;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/** The few functions of the C library that Java has no way to. */
final class LibC {
  static {
    Native.register(LibC.class, Platform.C_LIBRARY_NAME);
  }

  private LibC() {}

  static native int setenv(String name, String value, int overwrite);

  /** {@code usage} has room for the C structure, which is 18 words of 64 bits. */
  static native int getrusage(int who, long[] usage);

  static native int isatty(int descriptor);

  /** Opens for writing; unlike {@code open} it has a fixed number of arguments, as JNA needs. */
  static native int creat(String path, int mode) throws LastErrorException;

  static native int dup(int descriptor) throws LastErrorException;

  static native int dup2(int from, int to) throws LastErrorException;

  static native int close(int descriptor);

  static native NativeLong write(int descriptor, byte[] bytes, NativeLong count)
      throws LastErrorException;
}
