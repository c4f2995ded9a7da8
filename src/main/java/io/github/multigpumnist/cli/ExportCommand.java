package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.RestoredWeights;
import io.github.multigpumnist.runtime.SavedModel;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.training.RunDescription;
import io.github.multigpumnist.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code export}: a checkpoint as a SavedModel. */
final class ExportCommand implements Command {

  /** What {@code --json} prints. */
  record Exported(
      String output,
      String checkpoint,
      Long step,
      String weights,
      String model,
      String signature,
      List<Integer> imageShape,
      List<String> classes) {}

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String summary() {
    return "Exports a checkpoint as a SavedModel, for TensorFlow Serving and others";
  }

  @Override
  public Flags flags() {
    Flags flags =
        new Flags()
            .group("Export")
            .value("output", "DIR", null, "the SavedModel's folder; required")
            .toggle("overwrite", "replace an earlier export there");
    return DataFlags.addTo(CheckpointFlags.addTo(flags));
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    Path where = CheckpointFlags.directory(arguments);
    Path output = arguments.requiredPath("output");
    SavedModel.checkTarget(output, arguments.given("overwrite"));
    Checkpoint checkpoint = Checkpoint.find(where);
    Optional<RunDescription> run = CheckpointFlags.run(checkpoint);
    TrainedModel trained = CheckpointFlags.trained(arguments, checkpoint, run, console);
    RestoredWeights weights =
        SavedModel.write(
            output,
            TowerGraph.forServing(trained.network(), trained.precision()),
            checkpoint,
            trained.data().classNames());
    console.say("checkpoint " + checkpoint);
    CheckpointFlags.say(weights, run, console);
    console.say(
        String.format(
            Locale.ROOT,
            "%s takes images (uint8, batch x %s), gives classes and probabilities (of %d)",
            SavedModel.SIGNATURE,
            trained.data().size(),
            trained.data().classNames().size()));
    console.say("Written to " + output);
    return new Exported(
        output.toString(),
        checkpoint.toString(),
        checkpoint.step().isPresent() ? checkpoint.step().getAsLong() : null,
        weights.kind(),
        trained.model().name(),
        SavedModel.SIGNATURE,
        List.of(trained.data().height(), trained.data().width(), trained.data().depth()),
        trained.data().classNames());
  }
}
