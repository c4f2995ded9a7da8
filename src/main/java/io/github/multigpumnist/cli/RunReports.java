package io.github.multigpumnist.cli;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.report.RunReport;
import io.github.multigpumnist.runtime.CpuFeatures;
import io.github.multigpumnist.runtime.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes {@code report.html}; a run whose page cannot be written has its result all the same. */
final class RunReports {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ROOT);

  private RunReports() {}

  /** Writes the page into a folder, and says where, or why not. */
  static void write(RunReport report, Path folder, Console console) {
    Path file = folder.resolve(RunReport.FILE);
    try {
      AtomicFiles.writeString(file, report.html(origin()));
      console.say("Report " + file);
    } catch (IOException e) {
      console.warn(file + " is not written: " + Failures.message(e));
    } catch (LinkageError e) { // Java cannot draw letters where no font is installed
      console.warn(file + " is not written: Java cannot draw here (" + e.getMessage() + ")");
    }
  }

  /** What writes a page, and when: its foot. */
  static String origin() {
    return "Written by " + Version.line() + ", " + DATE.format(ZonedDateTime.now()) + ".";
  }

  /** Adds where the run took place, and with what. */
  static void addSurroundings(Map<String, String> facts, Arguments arguments) {
    CpuFeatures cpu = CpuFeatures.read();
    facts.put("machine", cpu.model() + ", " + cpu.cores() + " cores");
    facts.put(
        "versions",
        Version.line()
            + ", TensorFlow "
            + NativeLibrary.version()
            + ", Java "
            + System.getProperty("java.version"));
    facts.put("command", arguments.commandLine());
  }
}
