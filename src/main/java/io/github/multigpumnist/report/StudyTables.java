package io.github.multigpumnist.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.store.Trial;
import io.github.multigpumnist.store.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The tables of a study, as texts: for the page and for the terminal.
 *
 * @param header names of the columns
 * @param rows as many cells each as the header
 */
public record StudyTables(List<String> header, List<List<String>> rows) {
  private static final String NONE = "–";
  private static final int FAILURES = 10;

  /**
   * The best trials.
   *
   * @param study any
   * @param count how many at most
   * @return a row a trial, best first
   */
  public static StudyTables top(StudySummary study, int count) {
    List<String> header = new ArrayList<>(List.of("rank", "trial"));
    List<String> genes = study.genes();
    header.addAll(genes);
    header.add(study.metric());
    boolean own = !study.metric().equals("value");
    if (own) {
      header.addAll(
          List.of("test accuracy", "validation loss", "best epoch", "parameters", "time"));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : study.ranking().stream().limit(count).toList()) {
      List<String> row =
          new ArrayList<>(List.of("" + (rows.size() + 1), Integer.toString(trial.number())));
      for (String gene : genes) {
        row.add(
            trial.params().containsKey(gene)
                ? String.valueOf(trial.params().get(gene).value())
                : NONE);
      }
      row.add(Numbers.short4(trial.value().orElseThrow()));
      if (own) {
        row.addAll(figures(study, trial));
      }
      rows.add(row);
    }
    return new StudyTables(header, rows);
  }

  private static List<String> figures(StudySummary study, Trial trial) {
    OptionalDouble test = study.testAccuracy(trial);
    OptionalDouble loss = StudySummary.number(trial, "validation_loss");
    OptionalDouble seconds = StudySummary.number(trial, "seconds");
    return List.of(
        test.isPresent() ? Numbers.short4(test.getAsDouble()) : NONE,
        loss.isPresent() ? Numbers.short4(loss.getAsDouble()) : NONE,
        epochs(trial),
        whole(trial, "parameters"),
        seconds.isPresent() ? Numbers.duration(seconds.getAsDouble()) : NONE);
  }

  private static String epochs(Trial trial) {
    String best = whole(trial, "best_epoch");
    return best.equals(NONE) ? NONE : best + " of " + whole(trial, "epochs");
  }

  private static String whole(Trial trial, String attribute) {
    OptionalDouble value = StudySummary.number(trial, attribute);
    return value.isPresent() ? String.format(Locale.ROOT, "%,.0f", value.getAsDouble()) : NONE;
  }

  /**
   * The generations.
   *
   * @param generations in order
   * @return a row a generation
   */
  public static StudyTables generations(List<Generation> generations) {
    List<List<String>> rows =
        generations.stream()
            .map(
                g ->
                    List.of(
                        Integer.toString(g.number()),
                        Integer.toString(g.scores().size()),
                        Integer.toString(g.trained()),
                        Numbers.short4(g.best()),
                        Numbers.short4(g.mean()),
                        Numbers.short4(g.quantile(0))))
            .toList();
    return new StudyTables(
        List.of("generation", "networks", "trained", "best", "mean", "least"), rows);
  }

  static void addGenerations(HtmlPage page, List<Generation> generations) {
    StudyTables table = generations(generations);
    page.table("", table.header(), table.rows());
  }

  static void addTop(HtmlPage page, StudySummary study, int count) {
    StudyTables table = top(study, count);
    if (!table.rows().isEmpty()) {
      page.section("Best trials")
          .table("The " + table.rows().size() + " best.", table.header(), table.rows());
    }
  }

  static void addFailures(HtmlPage page, StudySummary study) {
    List<List<String>> rows =
        study.trials().stream()
            .filter(t -> t.state() == TrialState.FAIL)
            .limit(FAILURES)
            .map(t -> List.of(Integer.toString(t.number()), values(t), reason(t)))
            .toList();
    if (!rows.isEmpty()) {
      page.section("Failed trials")
          .table("The first " + rows.size() + ".", List.of("trial", "values", "reason"), rows);
    }
  }

  private static String values(Trial trial) {
    return StudySummary.values(trial).toString().replaceAll("[{}]", "");
  }

  private static String reason(Trial trial) {
    JsonNode reason = trial.systemAttributes().get("fail_reason");
    return Objects.requireNonNullElse(reason == null ? null : reason.asText(), NONE);
  }
}
