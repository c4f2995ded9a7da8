package io.github.multigpumnist.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.Regularization;
import io.github.multigpumnist.report.NetworkPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code models show}: a model as a table, its recipes, and a picture. */
final class ModelsShowCommand implements Command {

  /** As JSON shows it. */
  record Shown(
      String name,
      String description,
      List<Long> inputShape,
      int classes,
      Preprocessing input,
      List<Network.Row> layers,
      long parameters,
      long trainedParameters,
      long flops,
      Map<String, Recipe> recipes) {}

  @Override
  public String name() {
    return "models show";
  }

  @Override
  public String summary() {
    return "Shows a model: its layers as a table, its recipes, a picture of it";
  }

  @Override
  public String operands() {
    return "NAME";
  }

  @Override
  public Flags flags() {
    return ModelFlags.create()
        .group("Picture")
        .value("picture", "FILE", null, "draw the layers into this SVG file");
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    String name = ModelFlags.operand(arguments, "a model's name or file");
    ModelSpec model = ModelFile.load(name);
    Network network = ModelFlags.network(arguments, name);
    Shown shown = shown(model, network);
    print(shown, console);
    Optional<Path> picture = arguments.path("picture");
    if (picture.isPresent()) {
      AtomicFiles.writeString(picture.get(), NetworkPicture.svg(network));
      console.say("Picture written to " + picture.get());
    }
    return shown;
  }

  private static Shown shown(ModelSpec model, Network network) {
    long trained = network.trainable().stream().mapToLong(v -> v.spec().shape().size()).sum();
    return new Shown(
        model.name(),
        model.description(),
        network.input().toListOrNull(),
        network.classes(),
        model.preprocessing(),
        network.rows(),
        network.parameters(),
        trained,
        network.flops(),
        new TreeMap<>(model.recipes()));
  }

  private static void print(Shown shown, Console console) {
    console.say(shown.name() + ": " + shown.description());
    console.say(
        String.format(
            Locale.ROOT,
            "images %s, pixel * %.6g %+.6g; %d classes",
            ModelFlags.text(shown.inputShape()),
            shown.input().scale(),
            shown.input().offset(),
            shown.classes()));
    row(console, "layer", "operation", "output", "parameters", "FLOPs");
    for (Network.Row row : shown.layers()) {
      row(
          console,
          row.name(),
          row.operation(),
          ModelFlags.text(row.output()),
          grouped(row.parameters()),
          grouped(row.flops()));
    }
    row(console, "total", "", "", grouped(shown.parameters()), grouped(shown.flops()));
    long averages = shown.parameters() - shown.trainedParameters();
    if (averages > 0) {
      console.say(grouped(averages) + " of the parameters are moving averages, not trained");
    }
    shown.recipes().forEach((name, recipe) -> console.say("recipe " + name + ": " + text(recipe)));
  }

  private static void row(Console console, String... cells) {
    console.say(
        String.format(Locale.ROOT, "%-16s %-34s %-12s %12s %14s", (Object[]) cells)
            .stripTrailing());
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String text(Recipe recipe) {
    List<String> parts = new ArrayList<>(List.of("batch " + recipe.batchSize()));
    if (recipe.epochs() > 0) {
      parts.add(recipe.epochs() + " epochs");
    }
    if (recipe.maxSteps() > 0) {
      parts.add("at most " + recipe.maxSteps() + " steps");
    }
    parts.add(text(ModelFlags.json(recipe.optimizer())));
    parts.add(recipe.learningRate().describe());
    parts.addAll(words(recipe.regularization()));
    recipe.averaging().ifPresent(a -> parts.add("weights averaged (" + a.describe() + ")"));
    return String.join(", ", parts);
  }

  private static List<String> words(Regularization regularization) {
    List<String> words = new ArrayList<>();
    if (regularization.labelSmoothing() > 0) {
      words.add("label smoothing " + regularization.labelSmoothing());
    }
    if (regularization.clips()) {
      words.add("gradients clipped at norm " + regularization.gradientClipNorm());
    }
    if (regularization.weightDecay() > 0) {
      words.add("decoupled weight decay " + regularization.weightDecay());
    }
    return words;
  }

  /** Such as {@code momentum (momentum 0.9, nesterov true)}. */
  private static String text(JsonNode optimizer) {
    List<String> settings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> setting : optimizer.properties()) {
      if (!setting.getKey().equals("type")) {
        settings.add(setting.getKey() + " " + setting.getValue().asText());
      }
    }
    String type = optimizer.path("type").asText();
    return settings.isEmpty() ? type : type + " (" + String.join(", ", settings) + ")";
  }
}
