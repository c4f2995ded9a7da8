package io.github.multigpumnist.training;

import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.BatchSource;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.RunPosition;
import io.github.multigpumnist.progress.Progress;
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
      Examples validation) {}

  /** Why the loop ended. */
  enum Ending {
    LAST_STEP,
    EARLY,
    BY_LISTENER,
    INTERRUPTED,
    NOTHING_TO_DO
  }

  /** How the loop ended. */
  record End(
      long step,
      long epochs,
      OptionalDouble imagesPerSecond,
      OptionalDouble inputWaitShare,
      OptionalDouble secondsToFirstStep,
      Ending ending) {}

  private final TrainingConfig config;
  private final TrainingEnvironment environment;
  private final Parts parts;
  private final Keeper keeper;
  private final Throughput throughput = new Throughput(System::nanoTime);
  private final Patience patience;
  private final RunState begun;
  private final long totalSteps;
  private final long examplesInRun;
  private long step;
  private boolean listenerStops;
  private OptionalDouble secondsToFirstStep = OptionalDouble.empty();

  TrainingLoop(
      TrainingConfig config,
      TrainingEnvironment environment,
      Parts parts,
      Keeper keeper,
      RunState state) {
    this.config = config;
    this.environment = environment;
    this.parts = parts;
    this.keeper = keeper;
    this.begun = state;
    this.patience = new Patience(config.earlyStopping(), state.stopping());
    this.step = parts.session().globalStep();
    this.totalSteps = config.recipe().steps(parts.plan().stepsPerEpoch());
    this.examplesInRun = examplesInRun(config.recipe(), parts.plan());
  }

  /** How many examples a run that nothing stops early sees. */
  static long examplesInRun(Recipe recipe, BatchPlan plan) {
    return recipe.openEnded()
        ? RunPosition.OPEN_END
        : plan.examplesBefore(recipe.steps(plan.stepsPerEpoch()));
  }

  /** Whether an earlier process has come to the end of this run. */
  boolean finished() {
    return step >= totalSteps || begun.finished() && config.earlyStopping().isPresent();
  }

  /** What there is to say of a finished run. */
  End nothingToDo() {
    return end(Ending.NOTHING_TO_DO);
  }

  End run(Reporter reporter) throws IOException {
    long perEpoch = parts.plan().stepsPerEpoch();
    parts.source().load(parts.session());
    boolean stop = false;
    while (!over() && !stop) {
      long epoch = step / perEpoch;
      stop = runEpoch(epoch, Math.min(totalSteps, (epoch + 1) * perEpoch), reporter);
      if (step % perEpoch == 0) {
        validate(epoch + 1, reporter);
      }
      if (!over()) { // the last one is kept below
        keepIfDue();
      }
    }
    boolean interrupted = !over();
    if (!interrupted && restoresBest()) {
      keeper
          .restoreBest()
          .ifPresent(b -> environment.log().accept("Best validation loss: restored from " + b));
    }
    keeper.end(step, state(!interrupted));
    return end(ending());
  }

  private boolean over() {
    return step >= totalSteps || patience.exhausted() || listenerStops;
  }

  private Ending ending() {
    if (listenerStops) {
      return Ending.BY_LISTENER;
    }
    if (patience.exhausted()) {
      return Ending.EARLY;
    }
    return step >= totalSteps ? Ending.LAST_STEP : Ending.INTERRUPTED;
  }

  private boolean restoresBest() {
    return config.earlyStopping().map(TrainingConfig.EarlyStopping::restoreBest).orElse(false);
  }

  /** Runs an epoch's steps from the current one; true when the run was asked to stop. */
  private boolean runEpoch(long epoch, long lastOfEpoch, Reporter reporter) throws IOException {
    boolean stop = false;
    try (Progress bar =
        environment.progress().start("epoch " + (epoch + 1), parts.plan().examples(), "images")) {
      throughput.resume();
      long begun = System.nanoTime();
      parts.source().beginEpoch(parts.session(), epoch, step % parts.plan().stepsPerEpoch());
      throughput.waited(secondsSince(begun));
      while (step < lastOfEpoch && !stop) {
        runStep(reporter, bar);
        if (step < lastOfEpoch) { // an epoch is validated before its last step is kept
          keepIfDue();
        }
        stop = environment.stopRequested().getAsBoolean();
      }
    }
    return stop;
  }

  private void runStep(Reporter reporter, Progress bar) throws IOException {
    long inEpoch = step % parts.plan().stepsPerEpoch();
    int examples = parts.plan().size(inEpoch);
    StepRequest request = request(examples, reporter);
    long begun = System.nanoTime();
    try (Feeds feeds = parts.source().feeds(inEpoch)) {
      throughput.waited(secondsSince(begun));
      StepResult result = parts.session().step(feeds, request);
      throughput.waited(result.inputWaitSeconds());
      throughput.step(examples);
      step++;
      if (secondsToFirstStep.isEmpty()) {
        secondsToFirstStep = OptionalDouble.of(secondsSinceProcessStart());
      }
      if (!Float.isFinite(result.crossEntropy())) {
        throw keeper.diverged(result.crossEntropy(), step);
      }
      reporter.afterStep(step, examples, result, throughput, bar);
    }
  }

  private StepRequest request(int examples, Reporter reporter) throws IOException {
    RunPosition position =
        new RunPosition(parts.plan().examplesBefore(step), parts.plan().examples(), examplesInRun);
    LearningRateSchedule schedule = config.recipe().learningRate();
    double rate = schedule.at(position);
    return new StepRequest(
        examples, rate, schedule.momentumAt(position), reporter.beforeStep(step + 1, rate));
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private double secondsSinceProcessStart() {
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    return (environment.clock().millis() - start) / 1000.0;
  }

  private void validate(long epochs, Reporter reporter) throws IOException {
    keeper.requireFiniteWeights(step);
    Evaluation evaluation =
        parts.validation().count() == 0
            ? null
            : Evaluator.evaluate(parts.session(), parts.validation());
    listenerStops = !reporter.epoch(step, epochs, evaluation);
    if (evaluation != null && patience.better(evaluation.loss()) && restoresBest()) {
      keeper.keepBest(step, state(false));
    }
  }

  private void keepIfDue() throws IOException {
    if (keeper.keep(step, () -> state(false))) {
      throughput.resume();
    }
  }

  private RunState state(boolean finished) {
    return new RunState(begun.settings(), patience.state(), finished);
  }

  private End end(Ending ending) {
    return new End(
        step,
        step / parts.plan().stepsPerEpoch(),
        throughput.imagesPerSecond(),
        throughput.inputWaitShare(),
        secondsToFirstStep,
        ending);
  }
}
