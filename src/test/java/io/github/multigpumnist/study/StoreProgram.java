package io.github.multigpumnist.study;

import io.github.multigpumnist.report.StudySummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tools/optuna/check_store.py runs to have a study written and read: {@code write URL} writes
 * two generations of ten, a pruned and a failed trial; {@code read URL} prints all trials as JSON;
 * {@code best URL} prints of every study the best trial's number, the Pareto front's, and the
 * parameters of all trials.
 */
final class StoreProgram {
  private static final int COMPLETE = 20;

  private StoreProgram() {}

  public static void main(String[] args) throws Exception {
    Storage storage = Storage.parse(args[1]);
    if (args[0].equals("write")) {
      write(storage);
    } else if (args[0].equals("best")) {
      best(storage);
    } else {
      read(storage);
    }
  }

  private static void write(Storage storage) throws StoreException {
    try (TrialStore store = TrialStore.open(storage)) {
      Study study = Trials.study(store, "search");
      study.enqueue(Trials.SPACE, Trials.trials(COMPLETE + 2));
      for (int i = 0; i < COMPLETE; i++) {
        Claim claim = study.claim("writer").orElseThrow();
        claim.report(1, 0.5);
        claim.report(2, i == 3 ? Double.NaN : i / 40.0);
        claim.complete(i / 20.0, Trials.outcome(1.5));
      }
      Claim pruned = study.claim("writer").orElseThrow();
      pruned.report(1, 0.125);
      pruned.prune(Trials.outcome(1));
      study.claim("writer").orElseThrow().complete(Double.NaN, Trials.outcome(1));
    }
  }

  private static void best(Storage storage) throws StoreException {
    Map<String, Object> studies = new LinkedHashMap<>();
    try (TrialStore store = TrialStore.openExisting(storage)) {
      for (String name : store.studyNames()) {
        StudySummary summary = StudySummary.of(store.study(name).orElseThrow());
        Map<String, Object> study = new LinkedHashMap<>();
        study.put("best", summary.best().map(Trial::number).orElse(null));
        study.put("front", summary.paretoFront().stream().map(Trial::number).toList());
        study.put("params", summary.trials().stream().map(Trial::params).toList());
        studies.put(name, study);
      }
    }
    System.out.println(Json.write(studies));
  }

  private static void read(Storage storage) throws StoreException {
    List<Map<String, Object>> trials = new ArrayList<>();
    try (TrialStore store = TrialStore.openExisting(storage)) {
      for (Trial trial : store.study("search").orElseThrow().trials()) {
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("number", trial.number());
        read.put("state", trial.state().name());
        trial.value().ifPresent(value -> read.put("value", value));
        read.put("params", trial.params());
        trials.add(read);
      }
    }
    System.out.println(Json.write(trials));
  }
}
