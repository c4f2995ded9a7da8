package io.github.multigpumnist.cli;

import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.Trainer;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import io.github.multigpumnist.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * This machine.
 *
 * @param devices of it
 */
record LocalPlace(Devices devices) implements Place {

  /** Flags that say something of a cluster alone. */
  private static final List<String> OF_CLUSTERS =
      List.of("ps-shards", "step-timeout", "restart-wait", ClusterFlags.CONSENT);

  static LocalPlace of(Arguments arguments, Console console) {
    for (String flag : OF_CLUSTERS) {
      if (arguments.given(flag)) {
        throw new UsageException("--" + flag + " goes with --cluster or TF_CONFIG");
      }
    }
    Devices devices = DeviceFlags.read(arguments, TrainFlags.TOWERS_WITHOUT_GPU);
    console.warn(devices.description());
    return new LocalPlace(devices);
  }

  @Override
  public TrainingResult train(
      TrainingConfig config,
      TrainingEnvironment environment,
      TrainingData data,
      Path trainDir,
      Consumer<Inspection> inspector)
      throws IOException {
    return new Trainer(config, devices, environment).train(data, trainDir, inspector);
  }
}
