package io.github.multigpumnist.report;

import io.github.multigpumnist.search.Generation;
import io.github.multigpumnist.study.Outcome;
import io.github.multigpumnist.study.Trial;
import io.github.multigpumnist.study.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

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
   * @return a row a trial, best first; of several objectives, those on the Pareto front first
   */
  public static StudyTables top(StudySummary study, int count) {
    List<String> header = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    List<Trial> trials = study.ranking().stream().limit(count).toList();
    BiConsumer<String, Function<Trial, String>> add =
        (name, cell) -> {
          header.add(name);
          columns.add(trials.stream().map(cell).toList());
        };
    if (!study.hasSeveralObjectives()) {
      add.accept("rank", t -> Integer.toString(trials.indexOf(t) + 1));
    }
    add.accept("trial", t -> Integer.toString(t.number()));
    for (String gene : study.genes()) {
      add.accept(gene, t -> gene(t, gene));
    }
    addValues(study, add);
    if (study.isConstrained()) {
      add.accept("feasible", t -> t.isFeasible() ? "yes" : "no");
    }
    if (study.isOwn()) {
      addFigures(study, add);
    }
    return new StudyTables(header, rows(columns, trials.size()));
  }

  private static String gene(Trial trial, String gene) {
    return trial.params().containsKey(gene) ? GeneValues.label(trial.params().get(gene)) : NONE;
  }

  private static void addValues(
      StudySummary study, BiConsumer<String, Function<Trial, String>> add) {
    if (!study.hasSeveralObjectives()) {
      add.accept(study.metric(), t -> Numbers.short4(t.value().orElseThrow()));
      return;
    }
    for (int i = 0; i < study.directions().size(); i++) {
      int objective = i;
      add.accept("value " + i, t -> Numbers.short4(t.values().get(objective)));
    }
    Set<Trial> front = Set.copyOf(study.paretoFront());
    add.accept("Pareto front", t -> front.contains(t) ? "yes" : "no");
  }

  private static List<List<String>> rows(List<List<String>> columns, int count) {
    return IntStream.range(0, count)
        .mapToObj(row -> columns.stream().map(column -> column.get(row)).toList())
        .toList();
  }

  private static void addFigures(
      StudySummary study, BiConsumer<String, Function<Trial, String>> add) {
    add.accept("test accuracy", t -> short4(study.testAccuracy(t)));
    add.accept("validation loss", t -> cell(t, o -> Numbers.short4(o.validationLoss())));
    add.accept(
        "best epoch",
        t -> cell(t, o -> o.bestEpoch() == 0 ? NONE : o.bestEpoch() + " of " + o.epochs()));
    add.accept("parameters", t -> cell(t, o -> whole(o.parameters())));
    add.accept("time", t -> cell(t, o -> o.seconds() == 0 ? NONE : Numbers.duration(o.seconds())));
  }

  private static String short4(OptionalDouble value) {
    return value.isPresent() ? Numbers.short4(value.getAsDouble()) : NONE;
  }

  private static String cell(Trial trial, Function<Outcome, String> text) {
    return trial.outcome().map(text).orElse(NONE);
  }

  private static String whole(long value) {
    return value == 0 ? NONE : String.format(Locale.ROOT, "%,d", value);
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
                        Numbers.short4(g.least())))
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
          .table(caption(study, table.rows().size()), table.header(), table.rows());
    }
  }

  private static String caption(StudySummary study, int rows) {
    return study.hasSeveralObjectives()
        ? rows + " trials, those on the Pareto front first: no other is better in all objectives."
        : "The " + rows + " best.";
  }

  static void addFailures(HtmlPage page, StudySummary study) {
    List<List<String>> rows =
        study.trials().stream()
            .filter(t -> t.state() == TrialState.FAIL)
            .limit(FAILURES)
            .map(t -> List.of(Integer.toString(t.number()), values(t), t.failReason().orElse(NONE)))
            .toList();
    if (!rows.isEmpty()) {
      page.section("Failed trials")
          .table("The first " + rows.size() + ".", List.of("trial", "values", "reason"), rows);
    }
  }

  private static String values(Trial trial) {
    return trial.params().toString().replaceAll("[{}]", "");
  }
}
