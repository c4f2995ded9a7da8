package io.github.multigpumnist.cli;

import io.github.multigpumnist.compare.Comparison;
import io.github.multigpumnist.compare.Row;
import io.github.multigpumnist.report.ComparisonReport;
import io.github.multigpumnist.report.ComparisonTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Prints a comparison and writes its files. */
final class ComparisonOutput {
  private ComparisonOutput() {}

  /**
   * Writes everything.
   *
   * @throws IllegalStateException when a combination failed, after the others' figures are out
   */
  static void write(Comparison comparison, Path folder, Console console) throws IOException {
    ComparisonTable.lines(comparison).forEach(console::say);
    ComparisonReport report = new ComparisonReport(comparison);
    report.writeFigures(folder);
    try {
      report.writePage(folder, RunReports.origin());
    } catch (LinkageError e) { // Java cannot draw letters where no font is installed
      console.warn(
          folder.resolve(ComparisonReport.PAGE)
              + " is not written: Java cannot draw here ("
              + e.getMessage()
              + ")");
    }
    console.say(
        comparison.interrupted()
            ? "Interrupted; the same command goes on. So far: " + folder
            : "Written to " + folder);
    List<Row> failures = comparison.failures();
    if (!failures.isEmpty()) {
      console.result(comparison);
      throw new IllegalStateException(
          failures.size()
              + " of "
              + comparison.rows().size()
              + " combinations failed, first "
              + failures.get(0).name()
              + ": "
              + failures.get(0).error());
    }
  }
}
