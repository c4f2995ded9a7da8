package io.github.multigpumnist.input;

/**
 * Which examples a step takes. An epoch is one pass over the data by all towers together: step s
 * takes the next {@code towers · batchSize} examples of the epoch's order, the last step what is
 * left; each step's examples are split evenly over the towers, in order.
 *
 * @param examples training examples, at least 1
 * @param towers number of towers, at least 1
 * @param batchSize examples of one tower in a full step, at least 1
 */
public record BatchPlan(long examples, int towers, int batchSize) {

  /** Checks ranges. */
  public BatchPlan {
    atLeastOne("training examples", examples);
    atLeastOne("towers", towers);
    atLeastOne("batch size", batchSize);
    if ((long) towers * batchSize > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "batch size " + batchSize + " of " + towers + " towers: too many examples in one step");
    }
  }

  private static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 1 or more");
    }
  }

  /**
   * Examples of all towers together in a full step.
   *
   * @return towers × batch size
   */
  public int globalBatch() {
    return towers * batchSize;
  }

  /**
   * Steps in one pass.
   *
   * @return at least 1
   */
  public long stepsPerEpoch() {
    return (examples + globalBatch() - 1) / globalBatch();
  }

  /**
   * Where a step begins in the epoch's order.
   *
   * @param stepInEpoch from 0
   * @return examples of the epoch seen before
   */
  public long start(long stepInEpoch) {
    return stepInEpoch * globalBatch();
  }

  /**
   * Examples of all towers together in a step.
   *
   * @param stepInEpoch from 0
   * @return {@link #globalBatch()}, or less in the last step
   */
  public int size(long stepInEpoch) {
    return (int) Math.min(globalBatch(), examples - start(stepInEpoch));
  }

  /**
   * Where a tower's share begins within a step's examples.
   *
   * @param size examples of the step
   * @param tower its number; {@code towers} gives the end
   * @return ⌊size · tower / towers⌋; a share is empty when the next one begins at the same place
   */
  public int share(int size, int tower) {
    return (int) ((long) size * tower / towers);
  }

  /**
   * Whether a tower gets no example in an epoch's last step.
   *
   * @return true when that step has fewer examples than there are towers
   */
  public boolean hasEmptyShares() {
    return size(stepsPerEpoch() - 1) < towers;
  }

  /**
   * Training examples seen before a step, over all epochs.
   *
   * @param step from 0, counted over all epochs
   * @return by all towers together
   */
  public long examplesBefore(long step) {
    return step / stepsPerEpoch() * examples + start(step % stepsPerEpoch());
  }
}
