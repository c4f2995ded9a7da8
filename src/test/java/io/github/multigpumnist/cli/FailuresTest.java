package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;

class FailuresTest {
  private static final String OUT_OF_MEMORY =
      "out of memory: lower --batch-size or --towers, train with --precision bfloat16, or change"
          + " --gpu-memory-fraction; TensorFlow says: ";

  private final Capture capture = new Capture();

  private String line(Throwable problem, int status) {
    assertThat(Failures.report(problem, capture.console(false, false), false)).isEqualTo(status);
    assertThat(capture.err()).hasLineCount(1).startsWith("multigpu-mnist: error: ");
    return capture.err().strip().substring("multigpu-mnist: error: ".length());
  }

  @Test
  void tellsOfLettersThatTheLocaleHasNot() {
    Throwable missing = new NoSuchFileException("???.png");
    String line = "???.png: no such file or folder";
    assertThat(Failures.hint(missing, line, "ANSI_X3.4-1968"))
        .hasValueSatisfying(hint -> assertThat(hint).contains("set LC_ALL=C.UTF-8"));
    assertThat(Failures.hint(new InvalidPathException("ü", "unmappable"), "", "ISO-8859-1"))
        .isPresent();
    assertThat(Failures.hint(missing, line, "UTF-8")).isEmpty();
    assertThat(Failures.hint(missing, "a.png: no such file or folder", "ANSI_X3.4-1968")).isEmpty();
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        Arguments.of(new IllegalArgumentException("towers 0: expected 1"), "towers 0: expected 1"),
        Arguments.of(new IOException("x.gz: cut\nmore"), "x.gz: cut"),
        Arguments.of(new UncheckedIOException(new IOException("x: bad")), "x: bad"),
        Arguments.of(
            new ExecutionException(new NoSuchFileException("f")), "f: no such file or folder"),
        Arguments.of(new AccessDeniedException("f"), "f: permission denied"),
        Arguments.of(new FileAlreadyExistsException("f"), "f: exists already"),
        Arguments.of(new NotDirectoryException("f"), "f: not a folder"),
        Arguments.of(
            new FileSystemException("f", null, "No space left on device"),
            "f: No space left on device"),
        Arguments.of(
            new TFInvalidArgumentException("No such op\n\t [[{{node x}}]]"),
            "TensorFlow: No such op"),
        Arguments.of(
            new TensorFlowException("2 root error(s) found.\n  (0) Aborted: it broke\n  (1) x"),
            "TensorFlow: Aborted: it broke"),
        Arguments.of(
            new TFResourceExhaustedException("failed to allocate\nhint"),
            OUT_OF_MEMORY + "failed to allocate"),
        Arguments.of(
            new TensorFlowException("OOM when allocating tensor with shape[9]"),
            OUT_OF_MEMORY + "OOM when allocating tensor with shape[9]"),
        Arguments.of(
            new TFResourceExhaustedException("/d/part-0; No space left on device"),
            "the disk is full: /d/part-0; No space left on device"),
        Arguments.of(
            new UnsatisfiedLinkError("no x in path"),
            "a native library does not load: java.lang.UnsatisfiedLinkError: no x in path; see"
                + " 'multigpu-mnist doctor'"),
        Arguments.of(
            new NullPointerException("n"),
            "internal: java.lang.NullPointerException: n (--verbose prints where)"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void oneLineSaysWhatWentWrong(Throwable problem, String expected) {
    assertThat(line(problem, 1)).isEqualTo(expected);
  }

  @Test
  void aBadCommandLineHasItsOwnStatus() {
    assertThat(line(new UsageException("flag --x is required"), 2))
        .isEqualTo("flag --x is required");
  }

  @Test
  void aFullHeapSaysHowToRaiseIt() {
    assertThat(line(new OutOfMemoryError("Java heap space"), 1))
        .startsWith("Java ran out of memory (Java heap space); its heap may grow to ")
        .contains("JAVA_OPTS=-Xmx4g");
  }

  @Test
  void aLongTensorFlowMessageIsCut() {
    assertThat(line(new TensorFlowException("x".repeat(5000)), 1)).hasSizeLessThan(350);
  }
}
