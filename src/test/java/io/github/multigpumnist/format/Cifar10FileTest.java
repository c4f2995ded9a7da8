package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10FileTest {
  private static final int RECORD = 3073;

  @TempDir Path folder;

  @Test
  void interleavesThePlanes() throws IOException {
    byte[] bytes = new byte[2 * RECORD];
    bytes[0] = 3;
    bytes[RECORD] = 9;
    int last = RECORD + 1 + 1023; // the second picture's last pixel
    bytes[last] = 10;
    bytes[last + 1024] = 20;
    bytes[last + 2048] = (byte) 200;

    Cifar10File.Batch batch = Cifar10File.read(file(bytes));

    assertThat(batch.labels()).containsExactly(3, 9);
    assertThat(batch.pixels()).hasSize(2 * 32 * 32 * 3).endsWith(10, 20, 200);
  }

  @Test
  void readsGzip() throws IOException {
    assertThat(Cifar10File.read(file(Gzip.of(new byte[RECORD]))).labels()).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, RECORD - 1, RECORD + 1})
  void refusesAnotherSize(int size) throws IOException {
    Path file = file(new byte[size]);

    assertThatIOException()
        .isThrownBy(() -> Cifar10File.read(file))
        .withMessageStartingWith(file + ": " + size + " bytes, expected a multiple of 3073");
  }

  @Test
  void refusesALabelAboveNine() throws IOException {
    byte[] bytes = new byte[2 * RECORD];
    bytes[RECORD] = 10;
    Path file = file(bytes);

    assertThatIOException()
        .isThrownBy(() -> Cifar10File.read(file))
        .withMessage(file + ": record 1 has label 10, expected 0 to 9");
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("data_batch_1.bin"), bytes);
  }
}
