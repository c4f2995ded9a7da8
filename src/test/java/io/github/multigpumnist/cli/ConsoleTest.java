package io.github.multigpumnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private record Result(int stepCount, String lastName) {}

  private final Capture capture = new Capture();

  @Test
  void linesGoToStdoutAndWarningsToStderr() {
    Console console = capture.console(false, false);
    console.say("result");
    console.warn("about");
    console.result(new Result(3, "x"));
    assertThat(capture.out()).isEqualTo("result\n");
    assertThat(capture.err()).isEqualTo("about\n");
  }

  @Test
  void jsonHasStdoutForItself() {
    Console console = capture.console(false, false).withJson(true);
    console.say("result");
    console.result(new Result(3, "x"));
    assertThat(capture.out()).isEqualTo("{\"step_count\":3,\"last_name\":\"x\"}\n");
    assertThat(capture.err()).isEqualTo("result\n");
  }

  @Test
  void jsonIsUtf8WhateverTheLocale() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream ascii = new PrintStream(out, true, StandardCharsets.US_ASCII);
    Console console = new Console(ascii, ascii, false, true);
    console.result(new Result(1, "größe-七"));
    console.document("größe");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"step_count\":1,\"last_name\":\"größe-七\"}\ngröße\n");
  }

  @Test
  void takesTheBarAwayBeforeALineOnATerminal() {
    capture.console(true, false).say("result");
    assertThat(capture.out()).isEqualTo("result\n");
    assertThat(capture.err()).isEqualTo("\r\u001b[K");
  }

  @Test
  void drawsABarOnATerminalOnly() {
    try (Progress bar = capture.console(true, false).start("work", 10, "images")) {
      assertThat(bar).isInstanceOf(BarProgress.class);
      bar.at(5);
    }
    try (Progress lines = capture.console(false, false).start("work", 10, "images")) {
      assertThat(lines).isInstanceOf(LineProgress.class);
    }
  }
}
