package io.github.multigpumnist.training;

import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.StepRequest.Extra;
import io.github.multigpumnist.runtime.StepResult;
import io.github.multigpumnist.tower.NodeNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says what happens: log lines, {@code metrics.jsonl}, event files, the bar's remark. */
final class RunReporter implements Reporter, AutoCloseable {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private final TrainingConfig config;
  private final TrainingEnvironment environment;
  private final TrainingLoop.Parts parts;
  private final RunDirectory directory;
  private final MetricsLog metrics;
  private final EventFile events;
  private double rate;
  private double weightDecay;
  private boolean placementWanted;

  /** Cuts off what an interrupted run wrote after {@code step}. */
  RunReporter(
      TrainingConfig config,
      TrainingEnvironment environment,
      RunDirectory directory,
      TrainingLoop.Parts parts,
      long step)
      throws IOException {
    this.config = config;
    this.environment = environment;
    this.parts = parts;
    this.directory = directory;
    this.metrics = MetricsLog.open(directory.file(RunDirectory.METRICS), step);
    EventFile.cut(directory.path(), step);
    this.placementWanted = config.reports().devicePlacement();
    if (config.reports().tensorBoard()) {
      this.events = EventFile.create(directory.path(), environment.clock());
      this.events.graph(parts.graph().graphDef());
    } else {
      this.events = null;
    }
  }

  private boolean logs(long step) {
    return step % config.reports().logEverySteps() == 0;
  }

  private boolean summarizes(long step) {
    return events != null && step % config.reports().summariesEverySteps() == 0;
  }

  /**
   * The weights' share of the loss is that of the weights before the step, as the cross entropy is.
   */
  @Override
  public Set<Extra> beforeStep(long step, double learningRate) throws IOException {
    rate = learningRate;
    if (logs(step) || summarizes(step)) {
      weightDecay = parts.session().fetchFloat(NodeNames.WEIGHT_DECAY);
    }
    if (summarizes(step)) {
      events.summary(step, parts.session().fetchBytes(NodeNames.VARIABLES_SUMMARY));
    }
    return extras(step);
  }

  private Set<Extra> extras(long step) {
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    if (summarizes(step)) {
      extras.add(Extra.SUMMARY);
    }
    if (placementWanted) {
      extras.add(Extra.PLACEMENT);
    }
    if (config.reports().traces(step)) {
      extras.add(Extra.TRACE);
    }
    return extras;
  }

  @Override
  public void afterStep(
      long step, int examples, StepResult result, Throughput throughput, Progress bar)
      throws IOException {
    summarize(step, result);
    tell(step, result.crossEntropy(), throughput, bar);
  }

  private void summarize(long step, StepResult result) throws IOException {
    if (result.summary() != null) {
      events.summary(step, result.summary());
      events.scalar(step, "total_loss", result.crossEntropy() + weightDecay);
      events.scalar(step, "weight_decay", weightDecay);
    }
    if (placementWanted) {
      result.placement().forEach((op, device) -> environment.log().accept(op + ": " + device));
      placementWanted = false;
    }
    if (result.trace() != null) {
      Timeline timeline = Timeline.of(result.trace(), step);
      Path file = TraceFile.in(directory.path(), step);
      TraceFile.write(file, timeline);
      environment.log().accept(timeline.summary() + "; written to " + file);
    }
  }

  private void tell(long step, float crossEntropy, Throughput throughput, Progress bar)
      throws IOException {
    long perEpoch = parts.plan().stepsPerEpoch();
    long done = (step - 1) % perEpoch + 1;
    bar.at(Math.min(parts.plan().examples(), done * parts.plan().globalBatch()));
    bar.remark(String.format(Locale.ROOT, "cross entropy %.3f", crossEntropy));
    if (!logs(step)) {
      return;
    }
    double loss = crossEntropy + weightDecay;
    double imagesPerSecond = throughput.windowImagesPerSecond();
    environment
        .log()
        .accept(
            String.format(
                Locale.ROOT,
                "%s: step %d, loss = %.2f (%.1f examples/sec; %.3f sec/batch)",
                DATE.format(LocalDateTime.now(environment.clock())),
                step,
                loss,
                imagesPerSecond,
                throughput.windowSecondsPerStep()));
    Map<String, Object> line = line("step", step);
    line.put("epoch", (double) step / perEpoch);
    line.put("loss", loss);
    line.put("cross_entropy", crossEntropy);
    line.put("learning_rate", rate);
    line.put("images_per_second", imagesPerSecond);
    metrics.add(line);
    throughput.newWindow();
  }

  @Override
  public boolean epoch(long step, long epochs, Evaluation validation) throws IOException {
    Map<String, Object> line = line("epoch", step);
    line.put("epoch", epochs);
    if (validation != null) {
      environment.log().accept("epoch " + epochs + ": " + validation.line("validation"));
      line.put("validation_accuracy", validation.accuracy());
      line.put("validation_loss", validation.loss());
      if (events != null) {
        events.scalar(step, "validation/accuracy", validation.accuracy());
        events.scalar(step, "validation/loss", validation.loss());
      }
    }
    metrics.add(line);
    return true;
  }

  private Map<String, Object> line(String kind, long step) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("kind", kind);
    line.put("time", environment.clock().instant().toString());
    line.put("step", step);
    return line;
  }

  @Override
  public void close() throws IOException {
    metrics.close();
    if (events != null) {
      events.close();
    }
  }
}
