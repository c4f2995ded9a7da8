package io.github.multigpumnist.cli;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.report.StudySummary;
import io.github.multigpumnist.report.StudyTables;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.MlpNetwork;
import io.github.multigpumnist.study.Outcome;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** {@code study best}: the best network, also as a model file to be trained. */
final class StudyBestCommand implements Command {

  /** What {@code --json} prints; {@code output} is null when no file was asked for. */
  record Best(String study, StudyTrial trial, String output) {}

  @Override
  public String name() {
    return "study best";
  }

  @Override
  public String summary() {
    return "Shows a study's best network, and writes it as a model file";
  }

  @Override
  public Flags flags() {
    return StudyFlags.study()
        .value("output", "FILE", null, "write a model file for 'train --model FILE'");
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    StudySummary study = StudyFlags.summary(arguments);
    Trial best =
        study
            .best()
            .orElseThrow(
                () ->
                    new IOException(
                        String.format(
                            Locale.ROOT, "study '%s' has %s", study.name(), study.noBest())));
    Optional<Path> output = arguments.path("output");
    if (output.isPresent()) {
      AtomicFiles.writeString(output.get(), ModelFile.format(model(study, best)) + "\n");
    }
    StudyTables table = StudyTables.top(study, 1);
    for (int c = 1; c < table.header().size(); c++) {
      console.say(table.header().get(c) + ": " + table.rows().get(0).get(c));
    }
    output.ifPresent(file -> console.say("Model file " + file));
    return new Best(
        study.name(), StudyTrial.of(study, best), output.map(Path::toString).orElse(null));
  }

  /** The network, to be trained for as many epochs as its score took. */
  private static ModelSpec model(StudySummary study, Trial best) throws IOException {
    StudySettings settings = study.settings();
    Genome genome =
        best.genome()
            .orElseThrow(
                () ->
                    new IOException(
                        String.format(
                            Locale.ROOT,
                            "trial %d of study '%s' is no network of its space: %s",
                            best.number(),
                            study.name(),
                            best.params())));
    int epochs = best.outcome().map(Outcome::bestEpoch).orElse(1);
    return MlpNetwork.model(genome, settings.trials().batchSize(), Math.max(1, epochs));
  }
}
