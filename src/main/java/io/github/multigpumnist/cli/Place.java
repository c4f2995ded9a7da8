package io.github.multigpumnist.cli;

import io.github.multigpumnist.training.Inspection;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import io.github.multigpumnist.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where {@code train} trains: on this machine, or on a cluster. */
sealed interface Place permits LocalPlace, ClusterPlace {

  /** As {@code Trainer.train} does it. */
  TrainingResult train(
      TrainingConfig config,
      TrainingEnvironment environment,
      TrainingData data,
      Path trainDir,
      Consumer<Inspection> inspector)
      throws IOException;
}
