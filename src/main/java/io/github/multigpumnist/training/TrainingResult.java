package io.github.multigpumnist.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a run leaves: the content of {@code result.json}.
 *
 * @param steps done in all, over every interruption
 * @param epochs passes over the training data that were completed
 * @param imagesPerSecond images after step 20 by wall time since, without evaluation and
 *     checkpoints; null when this process ran no more than 20 steps
 * @param inputWaitShare share of the time of those steps that was spent waiting for input, 0 to 1;
 *     null as well
 * @param resumedFromStep the checkpoint that this process went on from; null when it began anew
 * @param secondsToFirstStep from the start of the Java process to the end of this run's first step;
 *     null when no step was left to do
 * @param peakMemoryMb resident memory of this process at its highest, in 10⁶ bytes; null where the
 *     system does not tell
 * @param durationSeconds of this process
 * @param towers replicas that worked side by side
 * @param devices theirs and the variables', in words
 * @param checkpoint path of the final checkpoint, without endings
 * @param interrupted whether the run was stopped before its end; then there is no test
 * @param test on the test images; null when interrupted
 * @param confusion row: label, column: prediction; null when interrupted
 */
public record TrainingResult(
    long steps,
    long epochs,
    @JsonProperty("images_per_second") Double imagesPerSecond,
    @JsonProperty("input_wait_share") Double inputWaitShare,
    @JsonProperty("resumed_from_step") Long resumedFromStep,
    @JsonProperty("seconds_to_first_step") Double secondsToFirstStep,
    @JsonProperty("peak_memory_mb") Double peakMemoryMb,
    @JsonProperty("duration_seconds") double durationSeconds,
    int towers,
    String devices,
    String checkpoint,
    boolean interrupted,
    Score test,
    List<List<Integer>> confusion) {

  /**
   * An evaluation's figures.
   *
   * @param accuracy share of correct images, 0 to 1
   * @param correct images
   * @param count images in all
   * @param loss mean cross entropy, in nats
   */
  public record Score(double accuracy, int correct, int count, double loss) {
    static Score of(Evaluation evaluation) {
      return new Score(
          evaluation.accuracy(), evaluation.correct(), evaluation.count(), evaluation.loss());
    }
  }
}
