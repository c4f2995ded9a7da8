package io.github.multigpumnist.format;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ordinary builds run the good files only; JAZZER_FUZZ=1 searches on from them. */
class ParsersFuzzTest {
  @MethodSource("goodIdx")
  @FuzzTest(maxDuration = "1m")
  void idx(byte[] bytes) throws IOException {
    Parsers.IDX.accept(bytes);
  }

  static Stream<Arguments> goodIdx() throws IOException {
    return good(Parsers.IDX, Parsers.IDX_GZIP);
  }

  @MethodSource("goodCifar10")
  @FuzzTest(maxDuration = "1m")
  void cifar10(byte[] bytes) throws IOException {
    Parsers.CIFAR10.accept(bytes);
  }

  static Stream<Arguments> goodCifar10() throws IOException {
    return good(Parsers.CIFAR10);
  }

  @MethodSource("goodTfRecord")
  @FuzzTest(maxDuration = "1m")
  void tfRecord(byte[] bytes) throws IOException {
    Parsers.TF_RECORD.accept(bytes);
  }

  static Stream<Arguments> goodTfRecord() throws IOException {
    return good(Parsers.TF_RECORD);
  }

  @MethodSource("goodExample")
  @FuzzTest(maxDuration = "1m")
  void example(byte[] bytes) throws IOException {
    Parsers.EXAMPLE.accept(bytes);
  }

  static Stream<Arguments> goodExample() throws IOException {
    return good(Parsers.EXAMPLE);
  }

  private static Stream<Arguments> good(Parsers... parsers) throws IOException {
    Stream.Builder<Arguments> files = Stream.builder();
    for (Parsers parser : parsers) {
      Path file = Files.createTempFile("good", null);
      files.add(arguments((Object) parser.valid(file)));
      Files.delete(file);
    }
    return files.build();
  }
}
