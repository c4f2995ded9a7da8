package io.github.multigpumnist.training;

import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Recipe;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One training run.
 *
 * @param model the network
 * @param recipe batch size, epochs, optimizer and rate, flags already applied
 * @param precision of the products
 * @param input how examples reach the graph
 * @param shuffleBuffer examples that batching shuffles at a time
 * @param seed of initial values, dropout and the examples' order
 * @param checkpoints when they are written
 * @param reports what is said along the way
 * @param earlyStopping when the run stops before its last epoch; empty: never
 */
public record TrainingConfig(
    ModelSpec model,
    Recipe recipe,
    Precision precision,
    InputKind input,
    ShuffleBuffer shuffleBuffer,
    long seed,
    Checkpoints checkpoints,
    Reports reports,
    Optional<EarlyStopping> earlyStopping) {

  /** The seed of a run that is given none. */
  public static final long DEFAULT_SEED = 1;

  /**
   * A run as {@code multigpu-mnist train} does it when no flag says otherwise.
   *
   * @param model the network; its recipe {@code default} is taken
   * @return float32, batching input, the default seed, no early stopping
   */
  public static TrainingConfig of(ModelSpec model) {
    return new TrainingConfig(
        model,
        model.recipe("default"),
        Precision.FLOAT32,
        InputKind.BATCHING,
        ShuffleBuffer.USUAL,
        DEFAULT_SEED,
        Checkpoints.USUAL,
        Reports.USUAL,
        Optional.empty());
  }

  /** The same run, gone on with whatever its folder holds by now. */
  TrainingConfig resuming() {
    return new TrainingConfig(
        model,
        recipe,
        precision,
        input,
        shuffleBuffer,
        seed,
        new Checkpoints(checkpoints.everySteps(), checkpoints.keep(), true),
        reports,
        earlyStopping);
  }

  /**
   * When checkpoints are written; one is always written at the end.
   *
   * @param everySteps steps between two, 1 or more
   * @param keep how many of the newest stay, 1 or more
   * @param resume whether a run found in the folder goes on; otherwise it is set aside
   */
  public record Checkpoints(long everySteps, int keep, boolean resume) {
    /** Every 1,000 steps, the newest 5 kept, runs go on. */
    public static final Checkpoints USUAL = new Checkpoints(1000, 5, true);

    /** Checks ranges. */
    public Checkpoints {
      atLeastOne("checkpoint every", everySteps);
      atLeastOne("keep checkpoints", keep);
    }
  }

  /**
   * Stopping by validation loss.
   *
   * @param patience epochs without a better validation loss after which the run stops, 1 or more
   * @param restoreBest whether the weights at the end are those of the best epoch, or the last ones
   */
  public record EarlyStopping(int patience, boolean restoreBest) {
    /** Checks the range. */
    public EarlyStopping {
      atLeastOne("early stopping", patience);
    }
  }

  /**
   * What is said along the way.
   *
   * @param logEverySteps steps between two lines, 1 or more
   * @param summariesEverySteps steps between two summaries for TensorBoard; 0 writes none
   * @param devicePlacement whether to list which operation runs on which device
   * @param trainAccuracy whether the training batches' accuracy is measured too, for {@link
   *     Epoch#trainAccuracy}
   * @param traceStep the step whose timeline is written, counted from 1; empty for none
   */
  public record Reports(
      long logEverySteps,
      long summariesEverySteps,
      boolean devicePlacement,
      boolean trainAccuracy,
      OptionalLong traceStep) {
    /** A line every 100 steps, nothing for TensorBoard. */
    public static final Reports USUAL = new Reports(100, 0, false, false);

    /** Checks ranges. */
    public Reports {
      atLeastOne("log every", logEverySteps);
      traceStep.ifPresent(step -> atLeastOne("trace step", step));
    }

    /**
     * Reports without a timeline.
     *
     * @param logEverySteps steps between two lines, 1 or more
     * @param summariesEverySteps steps between two summaries for TensorBoard; 0 writes none
     * @param devicePlacement whether to list which operation runs on which device
     * @param trainAccuracy whether the training batches' accuracy is measured too
     */
    public Reports(
        long logEverySteps,
        long summariesEverySteps,
        boolean devicePlacement,
        boolean trainAccuracy) {
      this(
          logEverySteps, summariesEverySteps, devicePlacement, trainAccuracy, OptionalLong.empty());
    }

    boolean traces(long step) {
      return traceStep.equals(OptionalLong.of(step));
    }

    /**
     * Whether event files are written.
     *
     * @return true when summaries are
     */
    public boolean tensorBoard() {
      return summariesEverySteps > 0;
    }
  }

  private static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + ", expected 1 or more");
    }
  }
}
