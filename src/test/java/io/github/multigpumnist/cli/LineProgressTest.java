package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long seconds = 100;

  private LineProgress task(long total) {
    return new LineProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        "training",
        total,
        "images",
        () -> seconds * 1_000_000_000);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void isSilentForTwoSecondsThenSpeaksEveryTen() {
    try (LineProgress progress = task(400)) {
      seconds = 101;
      progress.at(50);
      assertThat(printed()).isEmpty();
      seconds = 102;
      progress.at(100);
      assertThat(printed()).isEqualTo("training: 100/400 images (25%), 50 images/s, 6 s left\n");
      seconds = 111;
      progress.at(200);
      assertThat(printed()).hasLineCount(1);
      seconds = 112;
      progress.remark("loss 0.5");
      progress.at(300);
      assertThat(printed()).hasLineCount(2).endsWith("images/s, 4 s left, loss 0.5\n");
    }
  }

  @Test
  void doesWithoutATotalOrASpeed() {
    try (LineProgress progress = task(-1)) {
      seconds = 104;
      progress.at(200);
      assertThat(printed()).isEqualTo("training: 200 images, 50 images/s\n");
    }
    bytes.reset();
    try (LineProgress progress = task(10)) {
      seconds = 110;
      progress.at(0);
      assertThat(printed()).isEqualTo("training: 0/10 images (0%)\n");
    }
  }
}
