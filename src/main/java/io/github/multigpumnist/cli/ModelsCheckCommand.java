package io.github.multigpumnist.cli;

import io.github.multigpumnist.model.Network;
import java.io.IOException;
import java.util.Locale;

/** {@code models check}: whether a model file is right, and fits the images. */
final class ModelsCheckCommand implements Command {

  /** As JSON shows it. */
  record Check(String file, String name, int layers, long parameters, long flops) {}

  @Override
  public String name() {
    return "models check";
  }

  @Override
  public String summary() {
    return "Checks a model file; a mistake is told by file, line and layer";
  }

  @Override
  public String operands() {
    return "FILE";
  }

  @Override
  public Flags flags() {
    return ModelFlags.create();
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    String file = ModelFlags.operand(arguments, "a model file");
    Network network = ModelFlags.network(arguments, file);
    Check check =
        new Check(
            file, network.name(), network.layers().size(), network.parameters(), network.flops());
    console.say(
        String.format(
            Locale.ROOT,
            "%s: right, model '%s' of %d layers for images of %s and %d classes",
            file,
            check.name(),
            check.layers(),
            ModelFlags.text(network.input().toListOrNull()),
            network.classes()));
    return check;
  }
}
