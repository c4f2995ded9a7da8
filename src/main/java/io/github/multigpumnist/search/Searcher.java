package io.github.multigpumnist.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.store.NewTrial;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.Trial;
import io.github.multigpumnist.store.TrialState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * One process's part in a study: queues the rounds of the strategy while it leads, trains queued
 * trials on its own devices, and at the end has the best networks tested. Any number of processes
 * may do so with one study; each works out from the stored scores alone how far the study is.
 */
public final class Searcher {
  /** How often a study is looked at when nothing happens in this process. */
  private static final long LOOK_AGAIN_MILLIS = 2000;

  /** A trial whose process has not been heard of for so long is dead: six heartbeats. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Of a trial that Optuna's own worker has completed. */
  private static final JsonNode UNTOLD = IntNode.valueOf(0);

  private final Study study;
  private final StudySettings settings;
  private final Splits data;
  private final List<Devices> devices;
  private final int top;
  private final SearchEnvironment environment;

  private final Bell bell = new Bell();
  private final Curves curves = new Curves();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Progression progression;
  private final List<RoundSummary> rounds = new ArrayList<>();

  /**
   * A part in a study.
   *
   * @param opening the study
   * @param data the data set, split as the settings say
   * @param devices of one tower, one for each trial that runs at a time
   * @param environment log and progress
   */
  public Searcher(
      StudyOpening opening, Splits data, List<Devices> devices, SearchEnvironment environment) {
    Checks.atLeast("parallel", devices.size(), 1);
    if (data.validation().count() == 0) {
      throw new IllegalArgumentException(
          "validation-size is 0, expected 1 or more: networks are scored by validation images");
    }
    this.study = opening.study();
    this.settings = opening.settings();
    this.top = opening.top();
    this.data = data;
    this.devices = List.copyOf(devices);
    this.environment = environment;
    this.progression = new Progression(settings.strategy());
  }

  /**
   * Searches until the strategy's end, or until stopped.
   *
   * @return the best networks, tested unless it was stopped
   * @throws IOException when the store fails; what was stored before stays, and the same call goes
   *     on
   * @throws InterruptedException when the calling thread is interrupted; the same holds
   */
  public SearchResult run() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    TrialRun run = new TrialRun(settings, data, curves, this::stopped, environment.log());
    int trained;
    try (Workers workers = Workers.start(study, run, bell, devices, ending)) {
      while (!progression.done() && !stopped()) {
        round(workers);
      }
      trained = workers.trained();
    } finally {
      study.resignLead();
    }
    ending.set(false); // the workers are gone; what follows may be stopped anew
    boolean interrupted = stopped() || !test(run);
    return result(interrupted, trained, (System.nanoTime() - begun) / 1e9);
  }

  private boolean stopped() {
    return ending.get() || environment.stopRequested().getAsBoolean();
  }

  /** Shows one round from where it is to its end. */
  private void round(Workers workers) throws IOException, InterruptedException {
    int number = progression.number();
    int total = progression.fresh().size();
    String task =
        settings.strategy() instanceof GeneticSearch
            ? "generation " + (number + 1) + " of " + settings.strategy().rounds()
            : "brute force";
    try (Progress progress = environment.progress().start(task, total, "networks")) {
      while (progression.number() == number && !progression.done() && !stopped()) {
        long seen = bell.rings();
        workers.check();
        look(progress);
        if (progression.number() == number) {
          bell.await(seen, LOOK_AGAIN_MILLIS);
        }
      }
    }
    rounds.stream().filter(r -> r.round() >= number).forEach(this::say);
  }

  /** Reads how far the study is, and queues what is to do. */
  private void look(Progress progress) throws IOException {
    List<Trial> trials = study.trials();
    curves.read(trials);
    Map<String, Double> scores = StudyTrials.scores(trials);
    List<String> wanted = List.copyOf(progression.fresh().keySet());
    scores.values().stream()
        .max(Comparator.naturalOrder())
        .ifPresent(best -> progress.remark(String.format(Locale.ROOT, "best %.4f", best)));
    progress.at(wanted.stream().filter(scores::containsKey).count());
    rounds.addAll(progression.advance(scores));
    if (!progression.done() && study.tryLead()) {
      int dead = study.requeueDead(GRACE);
      if (dead > 0) {
        environment.say().accept(dead + " trial(s) of a dead process are queued again");
      }
      queue(trials);
    }
  }

  private void queue(List<Trial> trials) throws IOException {
    Set<String> there =
        trials.stream().flatMap(t -> t.fingerprint().stream()).collect(Collectors.toSet());
    List<Genome> missing =
        progression.fresh().values().stream()
            .filter(g -> !there.contains(g.fingerprint()))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    List<NewTrial> queued =
        inOrder(missing).stream()
            .map(g -> StudyTrials.of(settings, g, progression.number()))
            .toList();
    study.enqueue(queued);
    bell.ring();
  }

  /**
   * A generation begins with its greatest networks, so that none of them keeps one worker busy
   * after the others have run out of work; brute force keeps its order.
   */
  private List<Genome> inOrder(List<Genome> genomes) {
    if (settings.strategy() instanceof GridSearch) {
      return genomes;
    }
    return genomes.stream().sorted(Comparator.comparingLong(this::parameters).reversed()).toList();
  }

  private long parameters(Genome genome) {
    return settings.trials().network(genome, data.train()).variables().stream()
        .mapToLong(v -> v.spec().shape().size())
        .sum();
  }

  private void say(RoundSummary round) {
    String name =
        settings.strategy() instanceof GeneticSearch genetic
            ? "Generation %d of %d".formatted(round.round() + 1, genetic.generations())
            : "All networks";
    environment
        .say()
        .accept(
            String.format(
                Locale.ROOT,
                "%s: mean accuracy %.4f, best %.4f; %d networks trained, %d saved",
                name,
                round.mean(),
                round.best(),
                round.trained(),
                round.saved()));
  }

  /** Has the best tested by whoever leads; false when stopped. */
  private boolean test(TrialRun run) throws IOException, InterruptedException {
    FinalTest test = new FinalTest(settings, study, run, data, environment);
    while (!FinalTest.untested(study, best()).isEmpty()) {
      if (stopped()) {
        return false;
      }
      if (study.tryLead()) {
        try {
          test.run(best(), devices);
        } finally {
          study.resignLead();
        }
      } else {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      }
    }
    return true;
  }

  private List<Trial> best() throws IOException {
    return Ranking.of(own(study.trials())).stream().limit(top).toList();
  }

  /** Those that the search has come to: a study may have gone further before. */
  private List<Trial> own(List<Trial> trials) {
    return trials.stream()
        .filter(t -> t.fingerprint().filter(progression.known()::contains).isPresent())
        .toList();
  }

  private SearchResult result(boolean interrupted, int trained, double seconds) throws IOException {
    Map<String, JsonNode> tested = FinalTest.tested(study);
    List<Trial> trials = own(study.trials());
    return new SearchResult(
        study.name(),
        settings.kind(),
        interrupted,
        trained,
        StudyTrials.scores(trials).size(),
        failures(trials),
        List.copyOf(rounds),
        Ranking.of(trials).stream().limit(top).map(t -> network(t, tested)).toList(),
        seconds);
  }

  private static List<SearchResult.Failure> failures(List<Trial> trials) {
    Set<String> trained = // Optuna may have tried a failed one again
        trials.stream()
            .filter(t -> t.state() == TrialState.COMPLETE || t.state() == TrialState.PRUNED)
            .map(t -> t.fingerprint().orElseThrow())
            .collect(Collectors.toSet());
    return trials.stream()
        .filter(t -> t.state() == TrialState.FAIL)
        .filter(t -> !trained.contains(t.fingerprint().orElseThrow()))
        .map(
            t -> new SearchResult.Failure(t.number(), t.failReason().orElse("no reason is stored")))
        .toList();
  }

  private SearchResult.Network network(Trial trial, Map<String, JsonNode> tested) {
    Genome genome = StudyTrials.genome(settings.strategy().space(), trial).orElseThrow();
    JsonNode test = tested.get(genome.fingerprint());
    return new SearchResult.Network(
        genome.fingerprint(),
        genome.values(),
        trial.value().orElseThrow(),
        test == null ? OptionalDouble.empty() : OptionalDouble.of(test.doubleValue()),
        trial.userAttributes().getOrDefault("epochs", UNTOLD).intValue(),
        trial.userAttributes().getOrDefault("best_epoch", UNTOLD).intValue());
  }
}
