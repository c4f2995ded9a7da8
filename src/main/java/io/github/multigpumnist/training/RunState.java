package io.github.multigpumnist.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.dataset.Examples;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.Regularization;
import io.github.multigpumnist.optimizer.ExponentialDecay;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a checkpoint keeps beside the variables, for the run to go on exactly as if never
 * interrupted. The position within the epoch and the seeds of every random number follow from the
 * step and the settings.
 *
 * @param settings what must agree for a run to go on, in words
 * @param stopping how far early stopping has come
 * @param finished whether the run had ended
 */
record RunState(Map<String, String> settings, Patience.State stopping, boolean finished) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectWriter SCHEDULES =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .writerFor(LearningRateSchedule.class);
  private static final int LONGEST = 80;

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("run state cannot be written: " + this, e);
    }
  }

  /**
   * Reads what {@link #toJson} has written.
   *
   * @param where the checkpoint, for errors
   */
  static RunState parse(String json, Object where) {
    if (json.isEmpty()) {
      throw new IllegalArgumentException(
          where
              + ": is no training run's but a saved model's, expected a run to go on with"
              + " (or another --train-dir, or --no-resume to begin anew)");
    }
    try {
      return JSON.readValue(json, RunState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          where + ": its run state is not readable: " + e.getOriginalMessage(), e);
    }
  }

  /** Everything that decides the numbers of a run, but its length; the most telling first. */
  static Map<String, String> settings(TrainingConfig config, TrainingData data, int towers) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", config.model().name());
    settings.put("model layers", config.model().preprocessing() + " " + config.model().layers());
    settings.put("data set", data.fingerprint());
    settings.put("optimizer", config.recipe().optimizer().toString());
    settings.put("learning rate", written(config.recipe().learningRate()));
    settings.put("batch size", Integer.toString(config.recipe().batchSize()));
    settings.put("towers", Integer.toString(towers));
    settings.put("input", config.input().toString());
    if (config.input() == InputKind.BATCHING) {
      Examples train = data.splits().train();
      long buffer = config.shuffleBuffer().of(train);
      if (buffer < train.count()) { // runs of 0.1.0 shuffle all
        settings.put("shuffle buffer", Long.toString(buffer));
      }
    }
    settings.put("precision", config.precision().toString());
    settings.put("seed", Long.toString(config.seed()));
    if (config.recipe().learningRate().spansRun()) {
      settings.put("length", length(config.recipe(), data, towers));
    }
    Regularization regularization = config.recipe().regularization();
    if (!regularization.equals(Regularization.NONE)) { // runs of 0.1.0 have none
      settings.put("label smoothing", Double.toString(regularization.labelSmoothing()));
      settings.put("gradient clip norm", Double.toString(regularization.gradientClipNorm()));
      settings.put("decoupled weight decay", Double.toString(regularization.weightDecay()));
    }
    config.recipe().averaging().ifPresent(a -> settings.put("average", a.describe()));
    return settings;
  }

  private static String length(Recipe recipe, TrainingData data, int towers) {
    BatchPlan plan = new BatchPlan(data.splits().train().count(), towers, recipe.batchSize());
    return TrainingLoop.examplesInRun(recipe, plan) + " images";
  }

  /** As model files have it, but for the one schedule of 0.1.0, which keeps its form. */
  private static String written(LearningRateSchedule schedule) {
    if (schedule instanceof ExponentialDecay decay) {
      return String.format(
          Locale.ROOT,
          "LearningRateSchedule[initial=%s, factor=%s, everyEpochs=%s, staircase=%s, warmupEpochs=%s]",
          decay.initial(),
          decay.factor(),
          decay.everyEpochs(),
          decay.staircase(),
          decay.warmupEpochs());
    }
    try {
      return SCHEDULES.writeValueAsString(schedule);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schedule cannot be written: " + schedule, e);
    }
  }

  /**
   * Refuses to go on with other settings.
   *
   * @throws IllegalArgumentException naming the first setting that differs
   */
  void requireSame(Map<String, String> wanted, Object where) {
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(settings.keySet());
    for (String name : names) {
      String before = settings.getOrDefault(name, "none");
      String now = wanted.getOrDefault(name, "none");
      if (!before.equals(now)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: the run was begun with %s; expected the same"
                    + " (or another --train-dir, or --no-resume to begin anew)",
                where,
                difference(name, before, now)));
      }
    }
  }

  private static String difference(String setting, String before, String now) {
    return Math.max(before.length(), now.length()) > LONGEST
        ? "other " + setting
        : setting + " '" + before + "', this one has '" + now + "'";
  }
}
