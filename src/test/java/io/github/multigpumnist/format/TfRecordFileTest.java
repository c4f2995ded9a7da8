package io.github.multigpumnist.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfRecordFileTest {
  /** "abc" and an empty record, as TensorFlow 2.18's TFRecordWriter wrote them. */
  private static final byte[] ABC =
      HexFormat.of()
          .parseHex("0300000000000000b099490e6162636e57f1210000000000000000" + "29039807d8ea82a2");

  @TempDir Path folder;

  @Test
  void writesTheBytesThatTensorFlowWrites() throws IOException {
    Path file = folder.resolve("ours");
    TfRecordFile.write(
        file,
        records -> {
          records.accept("abc".getBytes(StandardCharsets.UTF_8));
          records.accept(new byte[0]);
        });

    assertThat(file).hasBinaryContent(ABC);
  }

  @Test
  void readsWhatTensorFlowWrote() throws IOException {
    assertThat(read(file(ABC)))
        .containsExactly("abc".getBytes(StandardCharsets.UTF_8), new byte[0]);
    assertThat(TfRecordFile.count(file(ABC))).isEqualTo(2);
  }

  @Test
  void readsCompressedRecords() throws IOException {
    byte[] large = new byte[(1 << 20) + 7]; // larger than a block, and than twice a block
    TfRecordFile.write(folder.resolve("large"), records -> records.accept(large));
    Path file = file(Gzip.of(Files.readAllBytes(folder.resolve("large"))));
    assertThat(read(file)).containsExactly(large);
    assertThat(TfRecordFile.count(file)).isOne();

    assertThat(read(file(Gzip.of(ABC)))).containsExactly(read(file(ABC)).toArray(byte[][]::new));
    assertThat(TfRecordFile.count(file(Gzip.of(ABC)))).isEqualTo(2);
    assertThat(TfRecordFile.count(file(Gzip.of(new byte[0])))).isZero();
  }

  @Test
  void seesCompressedRecordsThatAreCut() throws IOException {
    byte[] gzip = Gzip.of(ABC);
    for (byte[] cut : List.of(Gzip.of(Arrays.copyOf(ABC, 17)), Arrays.copyOf(gzip, 25))) {
      Path file = file(cut);
      assertThatIOException()
          .isThrownBy(() -> TfRecordFile.count(file))
          .withMessageStartingWith(file + ": record 0: ");
      assertThatIOException()
          .isThrownBy(() -> read(file))
          .withMessageStartingWith(file + ": record 0: ");
    }
  }

  @Test
  void takesARecordThatBeginsLikeGzipForOne() throws IOException {
    byte[] record = new byte[0x088b1f]; // the low bytes of its length are gzip's first
    TfRecordFile.write(folder.resolve("long"), records -> records.accept(record));

    assertThat(TfRecordFile.isGzip(folder.resolve("long"))).isFalse();
    assertThat(read(folder.resolve("long"))).containsExactly(record);
  }

  @Test
  void takesAnEmptyFileAsNoRecords() throws IOException {
    assertThat(TfRecordFile.count(file(new byte[0]))).isZero();
    assertThat(read(file(new byte[0]))).isEmpty();
  }

  @Test
  void walksRecordsLargerAndSmallerThanABlock() throws IOException {
    List<byte[]> written = new ArrayList<>();
    for (int size : new int[] {5, 1 << 18, 3, (1 << 20) + 7, 262_000, 300, 0, 1}) {
      byte[] record = new byte[size];
      Arrays.fill(record, (byte) size);
      written.add(record);
    }
    Path file = folder.resolve("mixed");
    TfRecordFile.write(
        file,
        records -> {
          for (byte[] record : written) {
            records.accept(record);
          }
        });

    assertThat(TfRecordFile.count(file)).isEqualTo(8);
    assertThat(read(file)).containsExactlyElementsOf(written);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 12, 15, 18, 19 + 5, 19 + 12, 19 + 15})
  void seesEveryCut(int length) throws IOException {
    Path file = file(Arrays.copyOf(ABC, length));
    String start = file + ": record " + (length < 19 ? 0 : 1) + ": ";

    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.count(file))
        .withMessageStartingWith(start);
    assertThatIOException().isThrownBy(() -> read(file)).withMessageStartingWith(start);
  }

  @Test
  void saysHowMuchIsMissing() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.count(file(Arrays.copyOf(ABC, 18))))
        .withMessageEndingWith(
            "record 0: is 3 bytes long, but the file holds only 2 more: cut short");
    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.count(file(Arrays.copyOf(ABC, 24))))
        .withMessageEndingWith(
            "record 1: the file ends after 5 bytes of it, expected a header of 12 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 11})
  void seesAFlippedHeader(int at) throws IOException {
    Path file = file(flipped(at));

    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.count(file))
        .withMessageContaining("record 0: checksum of the length is 0x")
        .withMessageContaining(", expected 0x");
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 15, 18})
  void seesFlippedData(int at) throws IOException {
    Path file = file(flipped(at));

    assertThat(TfRecordFile.count(file)).isEqualTo(2);
    assertThatIOException()
        .isThrownBy(() -> read(file))
        .withMessageContaining("record 0: checksum of the data is 0x");
  }

  @Test
  void seesATrailingByte() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.count(file(Arrays.copyOf(ABC, ABC.length + 1))))
        .withMessageContaining("record 2: the file ends after 1 bytes of it");
  }

  @Test
  void namesTheRecordThatTheConsumerRefuses() throws IOException {
    Path file = file(ABC);

    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.read(file, ImageExample::parse))
        .withMessageStartingWith(file + ": record 0: ");
  }

  @Test
  void leavesAMissingFileToItsName() {
    assertThatIOException()
        .isThrownBy(() -> TfRecordFile.count(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static byte[] flipped(int at) {
    byte[] bytes = ABC.clone();
    bytes[at] ^= 0x10;
    return bytes;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file.tfrecords"), bytes);
  }

  private static List<byte[]> read(Path file) throws IOException {
    List<byte[]> records = new ArrayList<>();
    TfRecordFile.read(file, records::add);
    return records;
  }
}
