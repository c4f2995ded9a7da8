package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damages good files at random, the same way in every build. */
class ParsersMutationTest {
  private static final int TRIES = 600;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void damageNeverCausesAnotherFault(Parsers parser) throws IOException {
    Random random = new Random(3);
    byte[] valid = parser.valid(folder.resolve("valid"));
    assertThatCode(() -> parser.accept(valid)).doesNotThrowAnyException();
    for (int i = 0; i < TRIES; i++) {
      byte[] damaged = damage(valid, random);
      assertThatCode(() -> parser.accept(damaged))
          .as(() -> HexFormat.of().formatHex(damaged, 0, Math.min(200, damaged.length)))
          .doesNotThrowAnyException();
    }
  }

  private static byte[] damage(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      // Most damage to the front, where the headers are.
      int span = random.nextBoolean() ? Math.min(24, bytes.length) : bytes.length;
      int at = random.nextInt(span);
      switch (random.nextInt(6)) {
        case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
        case 2 -> bytes[at] = (byte) 0xff;
        case 3 -> bytes[at] = (byte) (bytes[at] ^ 1 << random.nextInt(8));
        case 4 -> bytes[at] = 0;
        default -> bytes[at] = (byte) random.nextInt();
      }
    }
    return bytes;
  }
}
