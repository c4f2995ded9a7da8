package io.github.multigpumnist.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.progress.Progress;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's words go: lines to stdout and warnings to stderr; with {@code --json} lines go
 * to stderr too, and stdout gets one JSON object. A progress bar is taken away before a line is
 * printed.
 */
final class Console implements Progress.Reporter {
  /** How every command writes its JSON. */
  static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final boolean json;

  /**
   * @param terminal whether stderr is a terminal: then progress is a bar, else plain lines
   */
  Console(PrintStream out, PrintStream err, boolean terminal, boolean json) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.json = json;
  }

  Console withJson(boolean wanted) {
    return new Console(out, err, terminal, wanted);
  }

  /** A line that belongs to the result. */
  void say(String line) {
    print(json ? err : out, line);
  }

  /** A line about the work: what is chosen, what is missing. */
  void warn(String line) {
    print(err, line);
  }

  @Override
  public void note(String line) {
    warn(line);
  }

  void result(Object result) {
    if (json) {
      try {
        document(JSON.writeValueAsString(result));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("result cannot be written as JSON: " + result, e);
      }
    }
  }

  /** A file's content on stdout: in UTF-8, whatever the locale, as the file would be. */
  void document(String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public Progress start(String task, long total, String unit) {
    return terminal
        ? new BarProgress(err, task, total, unit)
        : new LineProgress(err, task, total, unit, System::nanoTime);
  }

  private void print(PrintStream stream, String line) {
    synchronized (err) { // a stream's own lock: a bar's thread cannot draw in between
      if (terminal) {
        err.print("\r\u001b[K"); // clears a bar's line; the bar draws itself again
        err.flush();
      }
      stream.println(line);
      stream.flush();
    }
  }
}
