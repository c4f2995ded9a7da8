package io.github.multigpumnist.runtime;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes to an open file descriptor. Opening {@code /dev/fd/N} instead would give a second file
 * offset (lines lost when stdout and stderr go to one file) and does not work on a socket.
 */
final class DescriptorStream extends OutputStream {
  private static final int EINTR = 4;
  private final int descriptor;

  DescriptorStream(int descriptor) {
    this.descriptor = descriptor;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    while (from < offset + length) {
      byte[] rest = Arrays.copyOfRange(bytes, from, offset + length);
      try {
        from += LibC.write(descriptor, rest, new NativeLong(rest.length)).intValue();
      } catch (LastErrorException e) {
        if (e.getErrorCode() != EINTR) {
          throw new IOException("cannot write to stderr: " + e.getMessage(), e);
        }
      }
    }
  }
}
