package io.github.multigpumnist.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Ordinary builds run the known inputs; JAZZER_FUZZ=1 searches for new ones. */
class ParsersFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void idx(byte[] bytes) throws IOException {
    Parsers.IDX.accept(bytes);
  }

  @FuzzTest(maxDuration = "1m")
  void cifar10(byte[] bytes) throws IOException {
    Parsers.CIFAR10.accept(bytes);
  }

  @FuzzTest(maxDuration = "1m")
  void tfRecord(byte[] bytes) throws IOException {
    Parsers.TF_RECORD.accept(bytes);
  }

  @FuzzTest(maxDuration = "1m")
  void example(byte[] bytes) throws IOException {
    Parsers.EXAMPLE.accept(bytes);
  }
}
