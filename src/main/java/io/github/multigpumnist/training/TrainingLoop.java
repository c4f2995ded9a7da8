package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.BatchSource;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.runtime.StepRequest;
import io.github.multigpumnist.runtime.StepResult;
import io.github.multigpumnist.tower.TowerGraph;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;

/** The loop: rate, step, log, validate, checkpoint, until the end. */
final class TrainingLoop {

  /** What the loop drives. */
  record Parts(
      ModelSession session,
      TowerGraph graph,
      BatchPlan plan,
      BatchSource source,
      LabeledImages validation) {}

  /** How the loop ended. */
  record End(
      long step,
      long epochs,
      OptionalDouble imagesPerSecond,
      OptionalDouble secondsToFirstStep,
      Checkpoint checkpoint,
      boolean interrupted,
      boolean nothingToDo) {}

  private final TrainingConfig config;
  private final TrainingEnvironment environment;
  private final Parts parts;
  private final RunCheckpoints checkpoints;
  private final Throughput throughput = new Throughput(System::nanoTime);
  private final EarlyStopping stopping;
  private final RunDirectory directory;
  private final RunState begun;
  private final long totalSteps;
  private long step;
  private OptionalDouble secondsToFirstStep = OptionalDouble.empty();

  TrainingLoop(
      TrainingConfig config,
      TrainingEnvironment environment,
      Parts parts,
      RunDirectory directory,
      RunState state)
      throws IOException {
    this.config = config;
    this.environment = environment;
    this.parts = parts;
    this.directory = directory;
    this.begun = state;
    this.checkpoints = new RunCheckpoints(config.checkpoints(), parts.session(), directory);
    this.stopping = new EarlyStopping(config.earlyStopping(), state.stopping());
    this.step = parts.session().globalStep();
    this.totalSteps = totalSteps();
  }

  private long totalSteps() {
    long byEpochs = config.recipe().epochs() * parts.plan().stepsPerEpoch();
    long limit = config.recipe().maxSteps();
    if (byEpochs == 0 || limit == 0) {
      return Math.max(byEpochs, limit);
    }
    return Math.min(byEpochs, limit);
  }

  End run() throws IOException {
    long perEpoch = parts.plan().stepsPerEpoch();
    boolean finished = step >= totalSteps || begun.finished() && config.earlyStopping().isPresent();
    if (finished) {
      environment.log().accept("This run is finished at step " + step + ": evaluating it.");
      return end(false, true);
    }
    parts.source().load(parts.session());
    try (RunReporter reporter = new RunReporter(config, environment, directory, parts, step)) {
      boolean stop = false;
      while (step < totalSteps && !stop && !stopping.enough()) {
        long epoch = step / perEpoch;
        stop = runEpoch(epoch, Math.min(totalSteps, (epoch + 1) * perEpoch), reporter);
        if (step % perEpoch == 0) {
          validate(epoch + 1, reporter);
        }
        if (step < totalSteps && !stopping.enough()) { // the last one is saved below
          checkpointIfDue();
        }
      }
    }
    boolean interrupted = step < totalSteps && !stopping.enough();
    if (!interrupted && config.earlyStopping().isPresent()) {
      checkpoints
          .restoreBest()
          .ifPresent(b -> environment.log().accept("Best validation loss: restored from " + b));
    }
    if (!interrupted || !checkpoints.savedAt(step)) {
      checkpoints.save(step, state(!interrupted));
    }
    return end(interrupted, false);
  }

  /** Runs an epoch's steps from the current one; true when the run was asked to stop. */
  private boolean runEpoch(long epoch, long lastOfEpoch, RunReporter reporter) throws IOException {
    boolean stop = false;
    try (Progress bar =
        environment.progress().start("epoch " + (epoch + 1), parts.plan().examples(), "images")) {
      throughput.resume();
      parts.source().beginEpoch(parts.session(), epoch, step % parts.plan().stepsPerEpoch());
      while (step < lastOfEpoch && !stop) {
        float loss = runStep(reporter);
        reporter.afterStep(step, loss, throughput, bar);
        if (step < lastOfEpoch) { // an epoch is validated before its last step is saved
          checkpointIfDue();
        }
        stop = environment.stopRequested().getAsBoolean();
      }
    }
    return stop;
  }

  private float runStep(RunReporter reporter) throws IOException {
    long inEpoch = step % parts.plan().stepsPerEpoch();
    int examples = parts.plan().size(inEpoch);
    double rate =
        config
            .recipe()
            .learningRate()
            .at(parts.plan().examplesBefore(step), parts.plan().examples());
    reporter.beforeStep(step + 1, rate);
    StepRequest request = reporter.request(step + 1, examples, rate);
    try (Feeds feeds = parts.source().feeds(inEpoch)) {
      StepResult result = parts.session().step(feeds, request);
      throughput.step(examples);
      step++;
      if (secondsToFirstStep.isEmpty()) {
        secondsToFirstStep = OptionalDouble.of(secondsSinceProcessStart());
      }
      if (!Float.isFinite(result.crossEntropy())) {
        throw checkpoints.diverged(result.crossEntropy(), step);
      }
      reporter.add(step, result);
      return result.crossEntropy();
    }
  }

  private double secondsSinceProcessStart() {
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    return (environment.clock().millis() - start) / 1000.0;
  }

  private void validate(long epochs, RunReporter reporter) throws IOException {
    checkpoints.requireFiniteWeights(step);
    if (parts.validation().count() == 0) {
      reporter.epoch(step, epochs, null);
      return;
    }
    Evaluation evaluation = Evaluator.evaluate(parts.session(), parts.validation());
    reporter.epoch(step, epochs, evaluation);
    if (stopping.add(evaluation.loss()) && config.earlyStopping().isPresent()) {
      checkpoints.saveBest(step, state(false));
    }
  }

  private void checkpointIfDue() throws IOException {
    if (checkpoints.due(step)) {
      checkpoints.save(step, state(false));
      throughput.resume();
    }
  }

  private RunState state(boolean finished) {
    return new RunState(begun.settings(), stopping.state(), finished);
  }

  private End end(boolean interrupted, boolean nothingToDo) {
    return new End(
        step,
        step / parts.plan().stepsPerEpoch(),
        throughput.imagesPerSecond(),
        secondsToFirstStep,
        checkpoints.newest(),
        interrupted,
        nothingToDo);
  }
}
