package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.report.StudySummary;
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
      study.enqueue(Trials.trials(COMPLETE + 2));
      for (int i = 0; i < COMPLETE; i++) {
        Claim claim = study.claim("writer").orElseThrow();
        claim.report(1, 0.5);
        claim.report(2, i == 3 ? Double.NaN : i / 40.0);
        claim.complete(i / 20.0, Map.of("seconds", DoubleNode.valueOf(1.5)));
      }
      Claim pruned = study.claim("writer").orElseThrow();
      pruned.report(1, 0.125);
      pruned.prune(Map.of());
      study.claim("writer").orElseThrow().complete(Double.NaN, Map.of());
    }
  }

  private static void best(Storage storage) throws StoreException {
    ObjectNode studies = JsonNodeFactory.instance.objectNode();
    try (TrialStore store = TrialStore.openExisting(storage)) {
      for (String name : store.studyNames()) {
        StudySummary summary = StudySummary.of(store.study(name).orElseThrow());
        ObjectNode study = studies.putObject(name);
        study.putPOJO("best", summary.best().map(Trial::number).orElse(null));
        study.putPOJO("front", summary.paretoFront().stream().map(Trial::number).toList());
        study.putPOJO("params", summary.trials().stream().map(StudySummary::values).toList());
      }
    }
    System.out.println(Json.write(studies));
  }

  private static void read(Storage storage) throws StoreException {
    ArrayNode trials = JsonNodeFactory.instance.arrayNode();
    try (TrialStore store = TrialStore.openExisting(storage)) {
      for (Trial trial : store.study("search").orElseThrow().trials()) {
        ObjectNode node = trials.addObject();
        node.put("number", trial.number());
        node.put("state", trial.state().name());
        trial.value().ifPresent(value -> node.put("value", value));
        node.set("params", JsonNodeFactory.instance.objectNode());
        trial
            .params()
            .forEach(
                (name, param) ->
                    ((ObjectNode) node.get("params")).set(name, Json.ofPlain(param.value())));
      }
    }
    System.out.println(Json.write(trials));
  }
}
