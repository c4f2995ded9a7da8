package io.github.multigpumnist.training;

import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.runtime.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Collects epochs for whoever listens. */
final class EpochReporter implements Reporter {
  private static final int STEPS_A_REMARK = 50;
  private final EpochListener listener;
  private final boolean accuracy;
  private final List<Epoch> epochs = new ArrayList<>();
  private long begun = System.nanoTime();
  private long images;
  private double lossSum;
  private long correct;

  EpochReporter(EpochListener listener, boolean accuracy) {
    this.listener = listener;
    this.accuracy = accuracy;
  }

  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  @Override
  public Set<Extra> beforeStep(long step, double learningRate) {
    return accuracy ? Set.of(Extra.ACCURACY) : Set.of();
  }

  @Override
  public void afterStep(
      long step, int examples, StepResult result, Throughput throughput, Progress bar) {
    images += examples;
    lossSum += (double) result.crossEntropy() * examples;
    if (accuracy) {
      correct += result.correct();
    }
    bar.at(images);
    if (step % STEPS_A_REMARK == 0) {
      bar.remark(String.format(Locale.ROOT, "cross entropy %.3f", result.crossEntropy()));
    }
  }

  @Override
  public boolean epoch(long step, long number, Evaluation validation) {
    long now = System.nanoTime();
    Epoch epoch =
        new Epoch(
            Math.toIntExact(number),
            lossSum / images,
            accuracy ? OptionalDouble.of((double) correct / images) : OptionalDouble.empty(),
            validation == null ? Double.NaN : validation.loss(),
            validation == null ? Double.NaN : validation.accuracy(),
            (now - begun) / 1e9);
    epochs.add(epoch);
    begun = now;
    images = 0;
    lossSum = 0;
    correct = 0;
    return listener.afterEpoch(epoch);
  }
}
