package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.multigpumnist.format.Digests;
import io.github.multigpumnist.format.Gzip;
import io.github.multigpumnist.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DownloaderTest {
  private static final String NAME = "file.bin";

  @TempDir Path folder;
  private final byte[] content = new byte[300_000];
  private Mirror first;
  private Mirror second;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(content);
    first = new Mirror();
    second = new Mirror();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void downloads() throws IOException {
    first.serve(NAME, content);

    assertThat(fetch(content)).hasBinaryContent(content);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void asksNobodyForWhatIsThere() throws IOException {
    Files.write(folder.resolve(NAME), content);

    fetch(content);

    assertThat(first.requests()).isEmpty();
  }

  @Test
  void checksWhatACompressedFileUnpacksTo() throws IOException {
    byte[] compressed = Gzip.of(content);
    first.serve(NAME, compressed);
    RemoteFile file =
        new RemoteFile(NAME, List.of(first.address()), Checksum.sha256OfContent(sha(content)));

    assertThat(downloader().fetch(file, folder)).hasBinaryContent(compressed);
  }

  @Test
  void goesToTheSecondMirrorAfter404() throws IOException {
    second.serve(NAME, content);

    assertThat(fetch(content)).hasBinaryContent(content);
    assertThat(first.requests()).containsExactly("/" + NAME);
  }

  @Test
  void goesOnAtTheSecondMirrorWhereTheFirstBroke() throws IOException {
    first.serve(NAME, content).breakAfter(100_000);
    second.serve(NAME, content);

    assertThat(fetch(content)).hasBinaryContent(content);
    assertThat(second.requests().get(0)).matches("/file.bin bytes=[1-9]\\d*-");
  }

  @Test
  void goesOnAtTheNextStart() throws IOException {
    first.serve(NAME, content);
    Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(content, 123_456));

    assertThat(fetch(content)).hasBinaryContent(content);
    assertThat(first.requests()).containsExactly("/file.bin bytes=123456-");
  }

  @Test
  void startsAgainWhereAServerKnowsNoRanges() throws IOException {
    first.serve(NAME, content).withoutRanges();
    Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(content, 5_000));

    assertThat(fetch(content)).hasBinaryContent(content);
  }

  @Test
  void startsAgainWhenTheBeginningWasOfAnotherFile() throws IOException {
    first.serve(NAME, content);
    Files.write(folder.resolve(NAME + ".part"), new byte[5_000]);

    assertThat(fetch(content)).hasBinaryContent(content);
    assertThat(first.requests()).containsExactly("/file.bin bytes=5000-", "/file.bin");
  }

  @Test
  void startsAgainWhenThePartIsLongerThanTheFile() throws IOException {
    first.serve(NAME, content);
    Files.write(folder.resolve(NAME + ".part"), new byte[content.length + 7]);

    assertThat(fetch(content)).hasBinaryContent(content);
  }

  @Test
  void refusesAWrongChecksumOnEveryMirror() throws IOException {
    first.serve(NAME, new byte[10]);
    second.serve(NAME, new byte[20]);

    assertThatIOException()
        .isThrownBy(() -> fetch(content))
        .withMessageStartingWith("cannot download file.bin (127.0.0.1: ")
        .withMessageContaining("SHA-256 of the uncompressed content is ")
        .withMessageContaining("expected " + sha(content));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesTheRightFileFromTheSecondMirror() throws IOException {
    first.serve(NAME, new byte[10]);
    second.serve(NAME, content);

    assertThat(fetch(content)).hasBinaryContent(content);
  }

  @Test
  void namesEveryMirrorThatFailed() {
    second.close();

    assertThatIOException()
        .isThrownBy(() -> fetch(content))
        .withMessageContaining("(127.0.0.1: HTTP status 404; 127.0.0.1: ")
        .withMessageNotContaining("null");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void givesUpOnAServerThatFallsSilent() {
    first.serve(NAME, content).stall();

    assertThatIOException()
        .isThrownBy(() -> fetch(content))
        .withMessageContaining("127.0.0.1: no data for 1 s; 127.0.0.1: HTTP status 404");
    assertThat(folder.resolve(NAME + ".part")).exists();
  }

  private Path fetch(byte[] expected) throws IOException {
    List<String> mirrors = List.of(first.address(), second.address());
    RemoteFile file = new RemoteFile(NAME, mirrors, Checksum.sha256OfContent(sha(expected)));
    return downloader().fetch(file, folder);
  }

  private static Downloader downloader() {
    return new Downloader(Progress.Reporter.SILENT, Duration.ofSeconds(5), Duration.ofSeconds(1));
  }

  private static String sha(byte[] bytes) {
    return HexFormat.of().formatHex(Digests.of("SHA-256").digest(bytes));
  }
}
