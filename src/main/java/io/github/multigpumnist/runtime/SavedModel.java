package io.github.multigpumnist.runtime;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.AtomicFolders;
import io.github.multigpumnist.tower.NodeNames;
import io.github.multigpumnist.tower.TowerGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;

/**
 * A folder in TensorFlow's SavedModel format, which TensorFlow Serving and every TensorFlow API
 * load: tag {@code serve}, signature {@code serving_default} with {@code images} (uint8, batch ×
 * height × width × depth) in, {@code classes} (int64, batch) and {@code probabilities} (float32,
 * batch × classes) out. {@code assets.extra/labels.txt} names the classes, a line each.
 */
public final class SavedModel {
  /** The signature's name. */
  public static final String SIGNATURE = "serving_default";

  /** Files of {@code assets.extra} are nobody's business but ours: the format says so. */
  private static final String EXTRA = "assets.extra";

  private static final String LABELS = "labels.txt";
  private static final String MADE_FROM = "multigpu-mnist.txt";

  private SavedModel() {}

  /**
   * Refuses a target that holds anything that is not to be lost.
   *
   * @param target folder of the export
   * @param overwrite whether an earlier export may be replaced
   * @throws IOException when the target is there, and neither an empty folder nor, with {@code
   *     overwrite}, an earlier export
   */
  public static void checkTarget(Path target, boolean overwrite) throws IOException {
    if (!Files.exists(target) || isEmptyFolder(target)) {
      return;
    }
    if (!Files.isRegularFile(target.resolve(EXTRA).resolve(MADE_FROM))) {
      throw new IOException(
          target + ": is there and no earlier export, expected a folder that is not there yet");
    }
    if (!overwrite) {
      throw new IOException(target + ": is an earlier export, which --overwrite would replace");
    }
  }

  private static boolean isEmptyFolder(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * Writes a SavedModel; a target that {@link #checkTarget} lets pass is replaced once the new one
   * is whole.
   *
   * @param target folder of the export
   * @param serving from {@link TowerGraph#forServing}
   * @param checkpoint where the variables' values are
   * @param classNames a name per class
   * @return which of the values are moving averages
   * @throws IOException when the checkpoint is damaged or of another model, or the folder cannot be
   *     written
   */
  public static RestoredWeights write(
      Path target, TowerGraph serving, Checkpoint checkpoint, List<String> classNames)
      throws IOException {
    try (ModelSession session = ModelSession.open(serving, Devices.cpu(1))) {
      RestoredWeights restored = checkpoint.restoreAveraged(session);
      AtomicFolders.write(
          target,
          folder -> {
            export(session.session(), folder);
            Path extra = folder.resolve(EXTRA);
            AtomicFiles.writeString(extra.resolve(LABELS), String.join("\n", classNames) + "\n");
            AtomicFiles.writeString(extra.resolve(MADE_FROM), "checkpoint " + checkpoint + "\n");
          });
      return restored;
    }
  }

  private static void export(Session session, Path folder) throws IOException {
    Graph graph = session.graph();
    Signature signature =
        Signature.builder()
            .key(SIGNATURE)
            .methodName("tensorflow/serving/predict")
            .input(NodeNames.SERVING_IMAGES, graph.operation(NodeNames.SERVING_IMAGES).output(0))
            .output(NodeNames.SERVING_CLASSES, graph.operation(NodeNames.SERVING_CLASSES).output(0))
            .output(
                NodeNames.SERVING_PROBABILITIES,
                graph.operation(NodeNames.SERVING_PROBABILITIES).output(0))
            .build();
    try {
      SavedModelBundle.exporter(folder.toString())
          .withSession(session)
          .withSignature(signature)
          .export();
    } catch (RuntimeException e) {
      throw new IOException("cannot write " + folder + ": " + CheckpointProblem.ofTensorFlow(e), e);
    }
  }
}
