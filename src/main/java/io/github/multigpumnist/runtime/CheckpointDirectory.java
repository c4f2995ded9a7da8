package io.github.multigpumnist.runtime;

import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.format.AtomicFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of checkpoints in TensorFlow's V2 format with its {@code checkpoint} state file, as
 * Python's {@code tf.train.latest_checkpoint} reads it. A checkpoint counts only once the state
 * file names it, and is complete by then: whatever interrupts the writing leaves the older ones as
 * they are.
 */
public final class CheckpointDirectory {
  private static final String STATE = "checkpoint";
  private static final String BASE_NAME = "model.ckpt-";
  private static final String UNFINISHED = ".unfinished-checkpoint";

  private final Path directory;

  /**
   * A folder, which need not exist yet.
   *
   * @param directory where checkpoints are or will be
   */
  public CheckpointDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * The newest checkpoint.
   *
   * @return empty when there is no state file
   * @throws IOException when the state file names files that are not there
   */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<Checkpoint> newest = newest();
    if (newest.isPresent() && !newest.get().exists()) {
      newest.get().requireV2();
      throw new IOException(
          directory.resolve(STATE) + ": names " + newest.get() + ", whose .index is not there");
    }
    return newest;
  }

  private Optional<Checkpoint> newest() throws IOException {
    Path state = directory.resolve(STATE);
    if (!Files.isRegularFile(state)) {
      return Optional.empty();
    }
    Optional<String> newest = CheckpointState.read(state).newest();
    if (newest.isEmpty()) {
      throw new IOException(state + ": has no line 'model_checkpoint_path: \"…\"'");
    }
    return newest.map(name -> new Checkpoint(directory.resolve(name)));
  }

  /** All that the state file lists, oldest first. */
  private List<Checkpoint> listed() throws IOException {
    Path state = directory.resolve(STATE);
    if (!Files.isRegularFile(state)) {
      return List.of();
    }
    return CheckpointState.read(state).all().stream()
        .map(name -> new Checkpoint(directory.resolve(name)))
        .toList();
  }

  /**
   * Writes a checkpoint and forgets the oldest ones.
   *
   * @param session whose variables are saved
   * @param step its number
   * @param runState kept in the checkpoint
   * @param keep how many checkpoints stay, at least 1
   * @return the new checkpoint
   * @throws IOException when it cannot be written; the older ones are then as they were
   */
  public Checkpoint save(ModelSession session, long step, String runState, int keep)
      throws IOException {
    Path unfinished = directory.resolve(UNFINISHED);
    AtomicFolders.delete(unfinished);
    Files.createDirectories(unfinished);
    Checkpoint checkpoint = new Checkpoint(directory.resolve(BASE_NAME + step));
    try {
      session.checkpoints().save(unfinished.resolve(BASE_NAME + step).toString(), runState);
      publish(unfinished);
    } catch (RuntimeException e) {
      throw new IOException(
          "cannot write checkpoint " + checkpoint + ": " + CheckpointProblem.ofTensorFlow(e), e);
    } finally {
      AtomicFolders.delete(unfinished);
    }
    List<Checkpoint> all = new ArrayList<>(listed());
    all.remove(checkpoint);
    all.add(checkpoint);
    List<Checkpoint> kept = all.subList(Math.max(0, all.size() - keep), all.size());
    writeState(kept);
    for (Checkpoint old : all.subList(0, all.size() - kept.size())) {
      delete(old);
    }
    return checkpoint;
  }

  /** Data first, index last: a checkpoint with an index is whole. */
  private void publish(Path unfinished) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(unfinished)) {
      files = list.sorted().toList(); // ".data-…" sorts before ".index"
    }
    for (Path file : files) {
      Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void writeState(List<Checkpoint> kept) throws IOException {
    StringBuilder text = new StringBuilder();
    String newest = kept.get(kept.size() - 1).prefix().getFileName().toString();
    text.append("model_checkpoint_path: \"").append(newest).append("\"\n");
    for (Checkpoint checkpoint : kept) {
      text.append("all_model_checkpoint_paths: \"")
          .append(checkpoint.prefix().getFileName())
          .append("\"\n");
    }
    AtomicFiles.writeString(directory.resolve(STATE), text.toString());
  }

  private void delete(Checkpoint old) throws IOException {
    String start = old.prefix().getFileName() + ".";
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(start)) {
          Files.delete(file);
        }
      }
    }
  }
}
