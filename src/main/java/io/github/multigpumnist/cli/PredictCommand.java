package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.PictureFit;
import io.github.multigpumnist.dataset.PicturePreparation;
import io.github.multigpumnist.dataset.PicturePreparation.Inversion;
import io.github.multigpumnist.dataset.PicturePreparation.Prepared;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.RestoredWeights;
import io.github.multigpumnist.training.Predictor;
import io.github.multigpumnist.training.RunDescription;
import io.github.multigpumnist.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code predict}: the classes of a user's pictures. */
final class PredictCommand implements Command {
  private static final int TOWERS_WITHOUT_GPU = 1;
  private static final int SHOWN = 3;

  /** What {@code --json} prints; {@code probabilities} are in the order of {@code classes}. */
  record Answer(
      String checkpoint,
      Long step,
      String weights,
      String model,
      List<String> classes,
      List<Prediction> predictions) {}

  /** One picture's part of it. */
  record Prediction(
      String file,
      int index,
      boolean inverted,
      int label,
      String name,
      float probability,
      float[] probabilities) {}

  @Override
  public String name() {
    return "predict";
  }

  @Override
  public String summary() {
    return "Tells the classes of pictures: PNG, JPEG, GIF, BMP, TIFF or IDX of any size";
  }

  @Override
  public String operands() {
    return "IMAGE...";
  }

  @Override
  public Flags flags() {
    Flags pictures =
        new Flags()
            .group("Pictures")
            .value("invert", "WHEN", "auto", "exchange light and dark: auto, yes or no")
            .value(
                "fit",
                "HOW",
                null,
                "bring other sizes to the model's: center (cut out, centre of mass in the middle),"
                    + " pad or stretch (default: as the training images were made)")
            .value("num-examples", "N", null, "the first N images of each IDX file only");
    return DeviceFlags.addTo(CheckpointFlags.addTo(DataFlags.addTo(pictures)), TOWERS_WITHOUT_GPU);
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    Path where = CheckpointFlags.directory(arguments);
    Inversion inversion = arguments.choice("invert", Inversion.values());
    int most =
        arguments.given("num-examples")
            ? arguments.integer("num-examples", 1, Integer.MAX_VALUE)
            : Integer.MAX_VALUE;
    if (arguments.operands().isEmpty()) {
      throw new UsageException("no IMAGE: expected one or more PNG, JPEG or IDX files");
    }
    Checkpoint checkpoint = Checkpoint.find(where);
    Optional<RunDescription> run = CheckpointFlags.run(checkpoint);
    TrainedModel trained = CheckpointFlags.trained(arguments, checkpoint, run, console);
    PictureFit fit =
        arguments.given("fit")
            ? arguments.choice("fit", PictureFit.values())
            : trained.data().fit();
    PicturePreparation preparation = new PicturePreparation(trained.data(), inversion, fit);
    List<Prepared> pictures = new ArrayList<>();
    for (String file : arguments.operands()) {
      pictures.addAll(preparation.read(Path.of(file), most));
    }
    try (Predictor predictor =
        Predictor.open(trained, DeviceFlags.read(arguments, TOWERS_WITHOUT_GPU))) {
      List<float[]> found =
          predictor.predict(pictures.stream().map(Prepared::pixels).toList(), console);
      Answer answer = answer(trained, predictor.weights(), pictures, found);
      console.say("checkpoint " + answer.checkpoint());
      CheckpointFlags.say(predictor.weights(), run, console);
      say(answer, pictures, console);
      return answer;
    }
  }

  private static Answer answer(
      TrainedModel trained, RestoredWeights weights, List<Prepared> pictures, List<float[]> found) {
    List<String> classes = trained.data().classNames();
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Prepared picture = pictures.get(i);
      int label = best(found.get(i)).get(0);
      predictions.add(
          new Prediction(
              picture.file().toString(),
              picture.index(),
              picture.inverted(),
              label,
              classes.get(label),
              found.get(i)[label],
              found.get(i)));
    }
    return new Answer(
        trained.checkpoint().toString(),
        trained.checkpoint().step().isPresent() ? trained.checkpoint().step().getAsLong() : null,
        weights.kind(),
        trained.model().name(),
        classes,
        predictions);
  }

  /** Labels, the most probable first. */
  private static List<Integer> best(float[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .toList();
  }

  private static void say(Answer answer, List<Prepared> pictures, Console console) {
    long inverted = pictures.stream().filter(Prepared::inverted).count();
    if (inverted > 0) {
      console.warn(
          String.format(
              Locale.ROOT,
              "%d of %d pictures inverted: light and dark exchanged, as in training (--invert no keeps them)",
              inverted,
              pictures.size()));
    }
    List<Prepared> plain = pictures.stream().filter(Prepared::plain).toList();
    if (!plain.isEmpty()) {
      console.warn(
          String.format(
              Locale.ROOT,
              "nothing is to be seen in %d of %d pictures, such as %s: one colour all over",
              plain.size(),
              pictures.size(),
              plain.get(0).file()));
    }
    Set<String> ofMany =
        pictures.stream()
            .filter(picture -> picture.index() > 0)
            .map(picture -> picture.file().toString())
            .collect(Collectors.toSet());
    for (Prediction prediction : answer.predictions()) {
      console.say(line(prediction, answer.classes(), ofMany.contains(prediction.file())));
    }
  }

  private static String line(Prediction prediction, List<String> classes, boolean oneOfMany) {
    List<String> shown = new ArrayList<>();
    for (int label : best(prediction.probabilities()).stream().limit(SHOWN).toList()) {
      double percent = 100.0 * prediction.probabilities()[label];
      shown.add(String.format(Locale.ROOT, "%s %.1f %%", classes.get(label), percent));
    }
    return prediction.file()
        + (oneOfMany ? "[" + prediction.index() + "]" : "")
        + ": "
        + String.join(", ", shown)
        + (prediction.inverted() ? " (inverted)" : "");
  }
}
