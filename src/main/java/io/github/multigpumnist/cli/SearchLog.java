package io.github.multigpumnist.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** A search's log file: dated lines, added to those that are there. */
final class SearchLog implements AutoCloseable {
  /** Silences whatever logs through Logback, unless the user names a configuration. */
  private static final String CONFIGURATION = "logback.configurationFile";

  private static final String SILENT = "io/github/multigpumnist/cli/silent-logback.xml";

  private final Logger logger;
  private final FileAppender<ILoggingEvent> appender;

  private SearchLog(Logger logger, FileAppender<ILoggingEvent> appender) {
    this.logger = logger;
    this.appender = appender;
  }

  /** Keeps libraries' log lines off stdout; to be called before one of them logs. */
  static void silenceLibraries() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, SILENT);
    }
  }

  static SearchLog open(Path file) throws IOException {
    silenceLibraries();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss} %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    if (!appender.isStarted()) {
      throw new IOException(
          "log file " + file + " cannot be written, expected a file that may be (--log-file)");
    }
    Logger logger = context.getLogger(SearchLog.class);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
    return new SearchLog(logger, appender);
  }

  void add(String line) {
    logger.info("{}", line);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
  }
}
