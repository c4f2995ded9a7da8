package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.RunReport;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.training.CheckpointEvaluation;
import io.github.multigpumnist.training.CheckpointEvaluation.Score;
import io.github.multigpumnist.training.TrainingData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the page of an evaluation: into {@code --eval-dir}, else into a folder {@code eval} beside
 * the checkpoint, so that the page that the training left stays.
 *
 * @param evaluation what is evaluated, and how
 * @param data the images are of
 * @param split of the data
 * @param arguments the command line
 */
record EvalReport(
    CheckpointEvaluation evaluation, TrainingData data, String split, Arguments arguments) {
  private static final String FOLDER = "eval";

  void write(Checkpoint checkpoint, Score score, Console console) {
    Path run = checkpoint.prefix().toAbsolutePath().getParent();
    Path folder = arguments.path("eval-dir").orElse(checkpoint.prefix().resolveSibling(FOLDER));
    RunReport report =
        new RunReport(
            evaluation.model().name() + " on " + data.name(),
            split,
            score.inspection(),
            data.classNames(),
            Optional.of(run.resolve(TrainReport.METRICS)),
            facts(score));
    RunReports.write(report, folder, console);
  }

  private Map<String, String> facts(Score score) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        split + " accuracy",
        String.format(
            Locale.ROOT, "%.4f (%d of %d)", score.accuracy(), score.correct(), score.count()));
    facts.put(split + " loss", String.format(Locale.ROOT, "%.4f nats", score.loss()));
    facts.put("checkpoint", score.checkpoint());
    facts.put("weights", score.weights());
    facts.put("precision", evaluation.precision().name().toLowerCase(Locale.ROOT));
    facts.put("devices", evaluation.devices().description());
    RunReports.addSurroundings(facts, arguments);
    return facts;
  }
}
