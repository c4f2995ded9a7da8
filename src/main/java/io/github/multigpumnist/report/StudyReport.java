package io.github.multigpumnist.report;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.search.Generation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The page about a search: fitness by generation, what each gene's values did, the best networks
 * and their learning curves. The pictures are written beside it as PNG files too.
 *
 * @param study what the page is about
 */
public record StudyReport(StudySummary study) {
  private static final String PAGE = "report.html";
  private static final int TOP = 20;

  /**
   * Writes {@code report.html} and the pictures.
   *
   * @param directory created when missing
   * @param origin what wrote them, and when: the page's foot
   * @param progress shows how many pictures are written
   * @return the files, the page first
   * @throws IOException when one cannot be written
   */
  public List<Path> write(Path directory, String origin, Progress.Reporter progress)
      throws IOException {
    List<Figure> drawn = new ArrayList<>();
    String html = page(drawn).html(origin);
    List<Path> files = new ArrayList<>(List.of(directory.resolve(PAGE)));
    AtomicFiles.writeString(files.get(0), html);
    try (Progress bar = progress.start("pictures of the report", drawn.size(), "pictures")) {
      for (Figure figure : drawn) {
        Path file = directory.resolve(figure.name() + ".png");
        byte[] png = figure.png().content();
        AtomicFiles.write(file, out -> out.write(png));
        files.add(file);
        bar.at(files.size() - 1);
      }
    }
    return files;
  }

  private HtmlPage page(List<Figure> drawn) {
    HtmlPage page = new HtmlPage("Study " + study.name(), lead());
    page.section("Overview").facts("", study.facts());
    List<Generation> generations = study.generations();
    StudyFigures figures = new StudyFigures(study);
    Optional<Figure> fitness =
        generations.isEmpty() ? figures.progress() : figures.fitness(generations);
    fitness.ifPresent(f -> add(page.section("Progress"), f, drawn));
    if (!generations.isEmpty()) {
      StudyTables.addGenerations(page, generations);
    }
    StudyTables.addTop(page, study, TOP);
    int left = study.complete().size() - study.drawable().size();
    if (left > 0 && !study.hasSeveralObjectives()) {
      page.paragraph(
          "The charts leave out " + left + " complete trials: infeasible, or of infinite value.");
    }
    figures.curves().ifPresent(f -> add(page.section("Learning curves"), f, drawn));
    addGenes(page, drawn);
    StudyTables.addFailures(page, study);
    return page;
  }

  private void addGenes(HtmlPage page, List<Figure> drawn) {
    List<Figure> effects = new GeneFigures(study).effects();
    Optional<Figure> maps = new HeatMaps(study).figure();
    if (effects.isEmpty() && maps.isEmpty()) {
      return;
    }
    page.section("Genes");
    if (!effects.isEmpty()) {
      page.paragraph(
          "A box is the middle half of the trials with a value, the line in it their median; the"
              + " whiskers reach to the farthest trial within 1.5 times the box, points are beyond.");
    }
    effects.forEach(figure -> add(page, figure, drawn));
    maps.ifPresent(figure -> add(page, figure, drawn));
  }

  private static void add(HtmlPage page, Figure figure, List<Figure> drawn) {
    page.figure(figure.onPage(), figure.alternative(), figure.caption());
    drawn.add(figure);
  }

  private String lead() {
    return study
        .best()
        .map(
            best ->
                "Best "
                    + study.metric()
                    + " "
                    + Numbers.short4(best.value().orElseThrow())
                    + " (trial "
                    + best.number()
                    + ")"
                    + (study.testAccuracy(best).isPresent()
                        ? ", test accuracy "
                            + Numbers.short4(study.testAccuracy(best).getAsDouble())
                        : "")
                    + ".")
        .orElseGet(() -> "No best trial: " + study.noBest() + ".");
  }
}
