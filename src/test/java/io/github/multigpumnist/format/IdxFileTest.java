package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFileTest {
  /** Two pictures of 1 x 3. */
  private static final String GOOD = "00000803 00000002 00000001 00000003 010203 0405ff";

  @TempDir Path folder;

  @Test
  void readsEveryByte() throws IOException {
    IdxArray array = IdxFile.read(file(GOOD));

    assertThat(array.dimensions()).containsExactly(2, 1, 3);
    assertThat(array.data()).containsExactly(1, 2, 3, 4, 5, 255);
  }

  @Test
  void tellsGzipByContentNotByName() throws IOException {
    Path compressed = folder.resolve("images");
    Files.write(compressed, Gzip.of(bytes(GOOD)));
    Path plain = folder.resolve("plain.gz");
    Files.write(plain, bytes(GOOD));

    assertThat(IdxFile.read(compressed).data()).isEqualTo(IdxFile.read(plain).data());
  }

  @Test
  void readsWhatItWrote() throws IOException {
    IdxArray array = new IdxArray(new int[] {2, 2}, new byte[] {9, 8, 7, 6});
    for (String name : new String[] {"plain", "compressed.gz"}) {
      IdxFile.write(folder.resolve(name), array);

      IdxArray read = IdxFile.read(folder.resolve(name));
      assertThat(read.dimensions()).isEqualTo(array.dimensions());
      assertThat(read.data()).isEqualTo(array.data());
    }
    assertThat(folder.resolve("compressed.gz"))
        .content(StandardCharsets.ISO_8859_1)
        .startsWith("\u001f\u008b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "89504e47 0d0a1a0a                               | not an IDX file: begins with 0x89504e47",
        "00000d01 00000001 00000000                      | IDX type 0x0d: expected 0x08",
        "00000800                                        | IDX rank 0: expected 1 to 4",
        "00000805 00000001 00000001 00000001 00000001 00 | IDX rank 5: expected 1 to 4",
        "00000801 00000000                               | IDX dimension 0 is 0: expected 1 to",
        "00000802 00000001 80000000                      | IDX dimension 1 is 2147483648: expected 1 to",
        "00000802 00010000 00010000                      | [65536, 65536]: more than 2147483639 bytes",
        "000008                                          | the file is cut short",
        "00000803 00000002 0000                          | the file is cut short",
        "00000801 00000003 0102                          | need 3 bytes of data, found 2: the file is cut short",
        "00000801 7ffffff0 0102                          | need 2147483632 bytes of data, found 2: the file is",
        "00000801 00000003 01020304                      | need 3 bytes of data, found more",
      })
  void namesThePathAndTheFault(String hex, String message) throws IOException {
    Path file = file(hex);

    assertThatIOException()
        .isThrownBy(() -> IdxFile.read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(message);
  }

  @Test
  void namesAGzipFileThatIsCutShort() throws IOException {
    byte[] whole = Gzip.of(bytes(GOOD));
    Path file = folder.resolve("cut.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length - 9));

    assertThatIOException()
        .isThrownBy(() -> IdxFile.read(file))
        .withMessage(file + ": the file is cut short");
  }

  @Test
  void leavesAMissingFileToItsName() {
    assertThatIOException()
        .isThrownBy(() -> IdxFile.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesAnArrayThatDoesNotFillItsDimensions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IdxArray(new int[] {2, 3}, new byte[5]))
        .withMessage("IDX dimensions [2, 3] do not fit 5 bytes of data");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new IdxArray(new int[] {1 << 30, 1 << 30, 1 << 30, 1 << 30}, new byte[0]));
  }

  private Path file(String hex) throws IOException {
    return Files.write(folder.resolve("file"), bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
