package io.github.multigpumnist.runtime;

import io.github.multigpumnist.tower.NodeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One checkpoint.
 *
 * @param prefix path of its files without {@code .index} and {@code .data-…}
 */
public record Checkpoint(Path prefix) {
  private static final Pattern STEP = Pattern.compile("-(\\d{1,18})$");

  /**
   * The step it was written after, by its name.
   *
   * @return empty when the name does not end in {@code -STEP}
   */
  public OptionalLong step() {
    Matcher m = STEP.matcher(prefix.getFileName().toString());
    return m.find() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
  }

  /**
   * Finds a checkpoint.
   *
   * @param directoryOrPrefix a folder, whose newest checkpoint is meant, or a checkpoint's prefix
   * @return the checkpoint
   * @throws IOException when there is none
   */
  public static Checkpoint find(Path directoryOrPrefix) throws IOException {
    if (Files.isDirectory(directoryOrPrefix)) {
      return new CheckpointDirectory(directoryOrPrefix)
          .latest()
          .orElseThrow(
              () ->
                  new IOException(
                      directoryOrPrefix
                          + ": no checkpoint here, expected a 'checkpoint' file written by a run"));
    }
    if (Files.isRegularFile(index(directoryOrPrefix))) {
      return new Checkpoint(directoryOrPrefix);
    }
    new Checkpoint(directoryOrPrefix).requireV2();
    throw new IOException(
        directoryOrPrefix
            + ": neither a folder with checkpoints nor a checkpoint's prefix (no "
            + index(directoryOrPrefix).getFileName()
            + ")");
  }

  private static Path index(Path prefix) {
    return prefix.resolveSibling(prefix.getFileName() + ".index");
  }

  boolean exists() {
    return Files.isRegularFile(index(prefix));
  }

  /** Refuses what was written before TensorFlow 1.0, or with {@code write_version=V1}. */
  void requireV2() throws IOException {
    if (CheckpointFormat.isV1(prefix)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "checkpoint %s: is in TensorFlow's V1 format, expected V2, as Saver writes it by default",
              prefix));
    }
  }

  /**
   * Restores the model's variables only, and their moving averages if the graph has any, from a
   * checkpoint of any training program.
   *
   * @param session of a graph of the same model
   * @throws IOException when the checkpoint is damaged or of another model
   */
  public void restoreModel(ModelSession session) throws IOException {
    List<String> names = session.towerGraph().modelVariables();
    read(files -> session.checkpoints().restoreModel(files, names));
  }

  /**
   * Restores the model as it is to be used: gives each trained variable the value of its moving
   * average, where the checkpoint has one, else its own.
   *
   * @param session of a graph of the same model that keeps no averages itself
   * @return which of the values were averages
   * @throws IOException when the checkpoint is damaged or of another model
   */
  public RestoredWeights restoreAveraged(ModelSession session) throws IOException {
    List<String> trained = session.towerGraph().trainedVariables();
    Set<String> averaged = new HashSet<>(trained);
    read(
        files -> {
          boolean restored = false;
          while (!restored) { // TensorFlow has no operation that lists a checkpoint's keys
            restored = restore(session, files, averaged);
          }
        });
    return new RestoredWeights(averaged.size(), trained.size());
  }

  /** False when an average is not there: then that one is not among the wanted ones any more. */
  private static boolean restore(ModelSession session, String files, Set<String> averaged) {
    List<String> keys =
        session.towerGraph().modelVariables().stream()
            .map(name -> averaged.contains(name) ? NodeNames.average(name) : name)
            .toList();
    try {
      session.checkpoints().restoreModel(files, keys);
      return true;
    } catch (RuntimeException e) {
      String missing = CheckpointProblem.missing(CheckpointProblem.ofTensorFlow(e)).orElse("");
      if (!averaged.removeIf(name -> NodeNames.average(name).equals(missing))) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Restores everything that a training run goes on from.
   *
   * @param session of a training graph of the same model and optimizer
   * @throws IOException when the checkpoint is damaged, of another model, or not written by a
   *     training run
   */
  public void restoreTraining(ModelSession session) throws IOException {
    restoreModel(session);
    read(files -> session.checkpoints().restoreTraining(files));
  }

  /**
   * What the checkpoint keeps beside the variables.
   *
   * @param session of a training graph
   * @return as given to {@link CheckpointDirectory#save}
   * @throws IOException when the checkpoint is damaged or not written by this program
   */
  public String runState(ModelSession session) throws IOException {
    String[] state = new String[1];
    read(files -> state[0] = session.checkpoints().runState(files));
    return state[0];
  }

  private void read(Consumer<String> reading) throws IOException {
    try (CheckpointName name = CheckpointName.of(prefix.toAbsolutePath())) {
      try {
        reading.accept(name.forTensorFlow());
      } catch (RuntimeException e) {
        String message = name.inWords(CheckpointProblem.ofTensorFlow(e));
        String problem =
            CheckpointFormat.isObjectBased(index(prefix))
                ? CheckpointProblem.OBJECT_BASED
                : CheckpointProblem.explain(message);
        throw new IOException("checkpoint " + this + ": " + problem, e);
      }
    }
  }

  @Override
  public String toString() {
    return prefix.toString();
  }
}
