package io.github.multigpumnist.search;

import io.github.multigpumnist.dataset.Splits;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.study.Method;
import io.github.multigpumnist.study.NewTrial;
import io.github.multigpumnist.study.Ranking;
import io.github.multigpumnist.study.Study;
import io.github.multigpumnist.study.StudyOpening;
import io.github.multigpumnist.study.StudySettings;
import io.github.multigpumnist.study.Trial;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
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

  /** Of a worker whose trial had a fault of the machine. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Study study;
  private final StudySettings settings;
  private final Splits data;
  private final List<Devices> devices;
  private final int top;
  private final SearchEnvironment environment;
  private final Duration pause;

  private final Bell bell = new Bell();
  private final Curves curves = new Curves();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final SearchStrategy strategy;
  private final Replay replay;

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
    this(opening, data, devices, environment, PAUSE);
  }

  /** With another pause of a worker after a fault. */
  Searcher(
      StudyOpening opening,
      Splits data,
      List<Devices> devices,
      SearchEnvironment environment,
      Duration pause) {
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("parallel is 0, expected 1 or more");
    }
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
    this.pause = pause;
    this.strategy = SearchStrategy.of(settings);
    this.replay = new Replay(strategy);
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
    TrialRun run = new TrialRun(settings, data, curves, this::stopped, environment);
    Workers workers = Workers.start(study, run, bell, devices, ending, pause);
    try (workers) {
      while (!replay.done() && !stopped()) {
        round(workers);
      }
    } finally {
      study.resignLead();
    }
    ending.set(false); // the workers are gone; what follows may be stopped anew
    boolean interrupted = stopped() || !test(run);
    return result(interrupted, workers.trained(), (System.nanoTime() - begun) / 1e9);
  }

  private boolean stopped() {
    return ending.get() || environment.stopRequested().getAsBoolean();
  }

  /** Shows one round from where it is to its end. */
  private void round(Workers workers) throws IOException, InterruptedException {
    int number = replay.number();
    int total = replay.fresh().size();
    String task =
        settings.method() instanceof Method.Genetic genetic
            ? "generation " + (number + 1) + " of " + genetic.generations()
            : "brute force";
    try (Progress progress = environment.progress().start(task, total, "networks")) {
      while (replay.number() == number && !stopped()) {
        long seen = bell.rings();
        workers.check();
        look(progress);
        if (replay.number() == number) {
          bell.await(seen, LOOK_AGAIN_MILLIS);
        }
      }
    }
    replay.generations().stream().skip(number).forEach(this::say);
    if (replay.done()
        && settings.method() instanceof Method.Genetic genetic
        && replay.number() < genetic.generations()) {
      environment
          .say()
          .accept(
              String.format(
                  Locale.ROOT,
                  "Every network of space '%s' is tried: the search is over after generation %d of %d",
                  settings.space().name(),
                  replay.number(),
                  genetic.generations()));
    }
  }

  /** Reads how far the study is, and queues what is to do. */
  private void look(Progress progress) throws IOException {
    List<Trial> trials = study.trials();
    curves.read(trials);
    Map<String, Double> scores = Replay.scores(trials);
    List<Genome> wanted = List.copyOf(replay.fresh());
    scores.values().stream()
        .max(Comparator.naturalOrder())
        .ifPresent(best -> progress.remark(String.format(Locale.ROOT, "best %.4f", best)));
    progress.at(wanted.stream().filter(g -> scores.containsKey(g.fingerprint())).count());
    replay.advance(scores);
    if (!replay.done() && study.tryLead()) {
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
        replay.fresh().stream().filter(g -> !there.contains(g.fingerprint())).toList();
    if (missing.isEmpty()) {
      return;
    }
    OptionalInt generation =
        strategy instanceof GeneticSearch ? OptionalInt.of(replay.number()) : OptionalInt.empty();
    study.enqueue(
        settings.space(),
        inOrder(missing).stream()
            .map(g -> new NewTrial(g, TrialRun.seed(settings, g), generation))
            .toList());
    bell.ring();
  }

  /**
   * A generation begins with its greatest networks, so that none of them keeps one worker busy
   * after the others have run out of work; brute force keeps its order.
   */
  private List<Genome> inOrder(List<Genome> genomes) {
    return strategy instanceof GridSearch
        ? genomes
        : genomes.stream().sorted(Comparator.comparingLong(this::parameters).reversed()).toList();
  }

  private long parameters(Genome genome) {
    return TrialRun.network(settings.trials(), genome, data.train()).variables().stream()
        .mapToLong(v -> v.spec().shape().size())
        .sum();
  }

  private void say(Generation generation) {
    String name = "All networks";
    if (settings.method() instanceof Method.Genetic genetic) {
      name =
          String.format(
              Locale.ROOT, "Generation %d of %d", generation.number(), genetic.generations());
    }
    environment
        .say()
        .accept(
            String.format(
                Locale.ROOT,
                "%s: mean accuracy %.4f, best %.4f; %d networks trained, %d saved",
                name,
                generation.mean(),
                generation.best(),
                generation.trained(),
                generation.saved()));
  }

  /** Has the best tested by whoever leads; false when stopped. */
  private boolean test(TrialRun run) throws IOException, InterruptedException {
    FinalTest test = new FinalTest(study, run, data, environment);
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
    return best(own(study.trials()));
  }

  private List<Trial> best(List<Trial> own) {
    return Ranking.ofSearch(own).stream().limit(top).toList();
  }

  /** Those that the search has come to: a study may have gone further before. */
  private List<Trial> own(List<Trial> trials) {
    return trials.stream().filter(replay::knows).toList();
  }

  private SearchResult result(boolean interrupted, int trained, double seconds) throws IOException {
    Map<String, Double> tested = study.testAccuracies();
    List<Trial> trials = own(study.trials());
    return new SearchResult(
        study.name(),
        settings.method().written(),
        interrupted,
        trained,
        Replay.scores(trials).size(),
        SearchResult.failures(trials),
        replay.generations(),
        best(trials).stream().map(t -> SearchResult.Network.of(t, tested)).toList(),
        seconds);
  }
}
