package io.github.multigpumnist.cli;

import io.github.multigpumnist.report.RunReport;
import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the page of a finished run says of the run.
 *
 * @param config as it ran
 * @param data trained and tested on
 * @param folder of the run
 * @param arguments the command line
 */
record TrainReport(TrainingConfig config, TrainingData data, Path folder, Arguments arguments) {
  static final String METRICS = "metrics.jsonl";

  RunReport of(TrainingResult result, Inspection test) {
    return new RunReport(
        config.model().name() + " on " + data.name(),
        "test",
        test,
        data.classNames(),
        Optional.of(folder.resolve(METRICS)),
        facts(result));
  }

  private Map<String, String> facts(TrainingResult result) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "test accuracy",
        text(
            "%.4f (%d of %d)",
            result.test().accuracy(), result.test().correct(), result.test().count()));
    facts.put("test loss", text("%.4f nats", result.test().loss()));
    facts.put("trained", text("%d epochs, %d steps", result.epochs(), result.steps()));
    facts.put("duration", duration(result));
    if (result.imagesPerSecond() != null) {
      facts.put("speed", text("%,.0f images/s", result.imagesPerSecond()));
    }
    if (result.secondsToFirstStep() != null) {
      facts.put("time to the first step", text("%.1f s", result.secondsToFirstStep()));
    }
    facts.put(
        "images",
        text(
            "%,d for training, %,d for validation, %,d for the test",
            data.splits().train().count(),
            data.splits().validation().count(),
            data.splits().test().count()));
    addSettings(facts, result);
    facts.put("checkpoint", result.checkpoint());
    RunReports.addSurroundings(facts, arguments);
    return facts;
  }

  private static String duration(TrainingResult result) {
    String seconds = text("%.1f s", result.durationSeconds());
    return result.resumedFromStep() == null
        ? seconds
        : seconds + " since step " + result.resumedFromStep() + ", where this run was gone on with";
  }

  private void addSettings(Map<String, String> facts, TrainingResult result) {
    facts.put("devices", result.devices());
    facts.put(
        "batch",
        text("%d images a tower, %d towers", config.recipe().batchSize(), result.towers()));
    facts.put("optimizer", words(config.recipe().optimizer()));
    facts.put("learning rate", config.recipe().learningRate().describe());
    config.recipe().averaging().ifPresent(a -> facts.put("weights averaged", a.describe()));
    facts.put("precision", lower(config.precision()));
    facts.put("input", lower(config.input()));
    facts.put("seed", Long.toString(config.seed()));
  }

  /** Settings in words: {@code initial 0.1, every epochs 1.0}. */
  private static String words(Object settings) {
    return settings
        .toString()
        .replace("[", ": ")
        .replace("]", "")
        .replace('=', ' ')
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
