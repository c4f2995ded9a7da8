package io.github.multigpumnist.cli;

import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code models list}: the models that come with the program. */
final class ModelsListCommand implements Command {

  /** One model, as JSON shows it. */
  record Line(String name, String description, long parameters, long flops, List<String> recipes) {}

  /** All of them. */
  record Models(List<Line> models) {}

  @Override
  public String name() {
    return "models list";
  }

  @Override
  public String summary() {
    return "Lists the models of the program";
  }

  @Override
  public Flags flags() {
    return ModelFlags.create();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String name : ModelFile.BUNDLED) {
      ModelSpec model = ModelFile.load(name);
      Network network = ModelFlags.network(arguments, name);
      lines.add(
          new Line(
              name,
              model.description(),
              network.parameters(),
              network.flops(),
              model.recipes().keySet().stream().sorted().toList()));
    }
    for (Line line : lines) {
      console.say(
          String.format(
              Locale.ROOT,
              "%-15s %,10d parameters %,12d FLOPs an image; recipes %s",
              line.name(),
              line.parameters(),
              line.flops(),
              String.join(", ", line.recipes())));
      console.say("                " + line.description());
    }
    return new Models(lines);
  }
}
