package io.github.multigpumnist.search;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.TensorFlowFailures;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.MlpNetwork;
import io.github.multigpumnist.space.Sha256;
import io.github.multigpumnist.study.Claim;
import io.github.multigpumnist.study.ClaimLostException;
import io.github.multigpumnist.study.Outcome;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.TrialSettings;
import io.github.multigpumnist.training.DivergedException;
import io.github.multigpumnist.training.Epoch;
import io.github.multigpumnist.training.Fitted;
import io.github.multigpumnist.training.InputKind;
import io.github.multigpumnist.training.ShuffleBuffer;
import io.github.multigpumnist.training.Trainer;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.tensorflow.ndarray.Shape;

/** Trains claimed trials and stores what they came to the moment they end. */
final class TrialRun {
  /** So many in a row are no accident: the others are left to a machine that can train them. */
  private static final int MOST_FAILED = 3;

  private final StudySettings settings;
  private final Pruner pruner;
  private final Splits data;
  private final Curves curves;
  private final BooleanSupplier stop;
  private final SearchEnvironment environment;

  /** Networks that faults have failed since one was trained to its end. */
  private final AtomicInteger failedByFaults = new AtomicInteger();

  TrialRun(
      StudySettings settings,
      Splits data,
      Curves curves,
      BooleanSupplier stop,
      SearchEnvironment environment) {
    this.settings = settings;
    this.pruner = Pruner.of(settings.trials().pruning());
    this.data = data;
    this.curves = curves;
    this.stop = stop;
    this.environment = environment;
  }

  /**
   * Trains a trial to its end.
   *
   * <p>What a network itself cannot do (it diverges, it does not fit the data) fails its trial for
   * good: the same seed would fail again. All that TensorFlow throws, such as memory of a device
   * that runs out, is no property of the network: its trial is queued again, a few times, and the
   * user is told; when several networks in a row have failed in this way the search ends. Whatever
   * else is thrown queues the trial again and ends the search.
   *
   * @return false when a fault has queued it again or failed it
   * @throws IOException when the store cannot be written
   */
  boolean run(Claim claim, Devices devices) throws IOException {
    Optional<Genome> genome = claim.trial().genome();
    if (genome.isEmpty()) {
      String reason = "none of this study's space: " + claim.trial().params();
      claim.fail(reason);
      environment.log().accept("network " + claim.trial().number() + ": failed: " + reason);
      return true;
    }
    return run(claim, genome.get(), devices);
  }

  private boolean run(Claim claim, Genome genome, Devices devices) throws IOException {
    boolean sound = true;
    try {
      sound = trainOrFail(claim, genome, devices);
    } catch (ClaimLostException e) {
      environment.log().accept(name(claim, genome) + ": taken over by another process");
    } catch (Throwable e) {
      releaseAfter(e, claim);
      throw e;
    } finally {
      curves.forget(claim.trial().id());
    }
    if (failedByFaults.get() >= MOST_FAILED) {
      throw new IOException(
          failedByFaults
              + " networks in a row failed for faults of this machine, so the search ends; see the log"
              + " file for them");
    }
    return sound;
  }

  private static void releaseAfter(Throwable problem, Claim claim) {
    try {
      claim.release();
    } catch (IOException e) {
      problem.addSuppressed(e); // the trial is queued again when the store is there again
    }
  }

  /** False after a fault. */
  private boolean trainOrFail(Claim claim, Genome genome, Devices devices) throws IOException {
    try {
      train(claim, genome, devices);
    } catch (RuntimeException e) {
      if (TensorFlowFailures.isOne(e)) {
        giveBack(claim, genome, TensorFlowFailures.message(e));
        return false;
      }
      if (e instanceof DivergedException || e instanceof IllegalArgumentException) {
        claim.fail(e.getMessage());
        environment.log().accept(name(claim, genome) + ": failed: " + e.getMessage());
      } else {
        throw e;
      }
    }
    return true;
  }

  private void giveBack(Claim claim, Genome genome, String fault) throws IOException {
    int faults = claim.giveBack(fault);
    if (faults == Claim.MOST_FAULTS) {
      failedByFaults.incrementAndGet();
    }
    environment
        .say()
        .accept(
            String.format(
                Locale.ROOT,
                "%s: %s (fault %d of %d): %s",
                name(claim, genome),
                faults < Claim.MOST_FAULTS ? "is queued again" : "failed",
                faults,
                Claim.MOST_FAULTS,
                fault));
  }

  private void train(Claim claim, Genome genome, Devices devices) throws IOException {
    boolean[] pruned = {false};
    long begun = System.nanoTime();
    try (Fitted fitted =
        trainer(genome, devices)
            .fit(
                data,
                epoch -> {
                  pruned[0] = isPruned(claim, epoch);
                  return !pruned[0];
                })) {
      List<Epoch> epochs = fitted.epochs();
      if (fitted.interrupted()) {
        claim.release();
        return;
      }
      failedByFaults.set(0);
      int scored = settings.trials().keepLast() ? epochs.size() : fitted.bestEpoch();
      Epoch best = epochs.get(scored - 1);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Outcome outcome = outcome(fitted, best, seconds);
      if (pruned[0]) {
        claim.prune(outcome);
      } else {
        claim.complete(best.validationAccuracy(), outcome);
      }
      environment
          .log()
          .accept(name(claim, genome) + ": " + line(best.validationAccuracy(), outcome, pruned[0]));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Stores the epoch's accuracy. */
  private boolean isPruned(Claim claim, Epoch epoch) {
    try {
      claim.report(epoch.number(), epoch.validationAccuracy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long trial = claim.trial().id();
    Pruner.Curve own = curves.add(trial, epoch.number(), epoch.validationAccuracy());
    return pruner.givesUp(own, curves.allBut(trial));
  }

  /** The seed of a network's training: the same whoever trains it, and whenever. */
  static long seed(StudySettings settings, Genome genome) {
    return Sha256.seed(settings.seed(), genome.fingerprint());
  }

  /** A genome's network for images of a data set. */
  static Network network(TrialSettings trials, Genome genome, Examples images) {
    return MlpNetwork.model(genome, trials.batchSize(), trials.maxEpochs())
        .forData(Shape.of(images.height(), images.width(), images.depth()), images.classes());
  }

  Trainer trainer(Genome genome, Devices devices) {
    TrainingEnvironment silent =
        new TrainingEnvironment(
            Clock.systemDefaultZone(), stop, line -> {}, Progress.Reporter.SILENT);
    return new Trainer(config(genome), devices, silent);
  }

  private TrainingConfig config(Genome genome) {
    TrialSettings trials = settings.trials();
    ModelSpec model = MlpNetwork.model(genome, trials.batchSize(), trials.maxEpochs());
    return new TrainingConfig(
        model,
        model.recipe("default"),
        trials.precision(),
        InputKind.RESIDENT,
        ShuffleBuffer.USUAL,
        seed(settings, genome),
        TrainingConfig.Checkpoints.USUAL,
        TrainingConfig.Reports.USUAL,
        Optional.of(new TrainingConfig.EarlyStopping(trials.patience(), !trials.keepLast())));
  }

  private static Outcome outcome(Fitted fitted, Epoch best, double seconds) {
    long parameters =
        fitted.network().variables().stream().mapToLong(v -> v.spec().shape().size()).sum();
    return new Outcome(
        fitted.epochs().size(), best.number(), best.validationLoss(), seconds, parameters);
  }

  private static String name(Claim claim, Genome genome) {
    return "network " + claim.trial().number() + " (" + genome + ")";
  }

  private static String line(double accuracy, Outcome outcome, boolean pruned) {
    return String.format(
        Locale.ROOT,
        "%saccuracy %.4f, epoch %d of %d, %.1f s",
        pruned ? "pruned, " : "",
        accuracy,
        outcome.bestEpoch(),
        outcome.epochs(),
        outcome.seconds());
  }
}
