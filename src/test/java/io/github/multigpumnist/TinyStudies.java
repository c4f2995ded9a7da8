package io.github.multigpumnist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multigpumnist.search.Gene;
import io.github.multigpumnist.search.GeneValues;
import io.github.multigpumnist.search.Genome;
import io.github.multigpumnist.search.SearchSpace;
import io.github.multigpumnist.search.SpaceFile;
import io.github.multigpumnist.store.Claim;
import io.github.multigpumnist.store.Direction;
import io.github.multigpumnist.store.Distribution;
import io.github.multigpumnist.store.NewTrial;
import io.github.multigpumnist.store.Param;
import io.github.multigpumnist.store.Study;
import io.github.multigpumnist.store.TrialStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Studies as the searches write them, without any training: the accuracies are made up, and better
 * the more neurons and the later the generation.
 */
public final class TinyStudies {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TinyStudies() {}

  /** A finished genetic search; the fourth network was pruned, the fifth failed. */
  public static Study genetic(TrialStore store, String name, int generations, int population)
      throws IOException {
    SearchSpace space = SpaceFile.load("mlp");
    Study study = create(store, name, "genetic", space);
    Random random = new Random(1);
    Set<Genome> known = new LinkedHashSet<>();
    List<NewTrial> trials = new ArrayList<>();
    for (int generation = 0; generation < generations; generation++) {
      while (known.size() < population + generation * population / 2) {
        Genome genome = space.random(random);
        if (known.add(genome)) {
          trials.add(trial(space, genome, generation));
        }
      }
    }
    study.enqueue(trials);
    for (int i = 0; i < trials.size(); i++) {
      Claim claim = study.claim("test").orElseThrow();
      if (i == 3) {
        claim.report(1, 0.5);
        claim.prune(Map.of());
      } else if (i == 4) {
        claim.fail("loss is NaN at step 7");
      } else {
        end(claim);
      }
    }
    return study;
  }

  /** Brute force over the first networks of the space in a random order. */
  public static Study brute(TrialStore store, String name, int networks) throws IOException {
    SearchSpace space = SpaceFile.load("mlp");
    Study study = create(store, name, "brute", space);
    List<NewTrial> trials = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      trials.add(trial(space, space.at(i * 89L % space.size()), -1));
    }
    study.enqueue(trials);
    for (int i = 0; i < networks; i++) {
      end(study.claim("test").orElseThrow());
    }
    return study;
  }

  /** With the settings that a search begins a study with; nothing queued. */
  public static Study create(TrialStore store, String name, String kind, SearchSpace space)
      throws IOException {
    ObjectNode settings =
        JSON.objectNode()
            .put("kind", kind)
            .put("dataset", "mnist")
            .put("validation_size", 5000)
            .put("data", "made up")
            .put("seed", 7)
            .put("batch_size", 128)
            .put("max_epochs", 10000)
            .put("patience", 5)
            .put("keep_last", false)
            .put("precision", "float32")
            .put("pruner", "none");
    ObjectNode extent = JSON.objectNode();
    if (kind.equals("genetic")) {
      settings.put("population", 20).put("retain", 0.4);
      settings.put("random_select", 0.1).put("mutate_chance", 0.2);
      extent.put("generations", 10);
    } else {
      settings.put("shuffle", true);
    }
    Map<String, JsonNode> attributes = new LinkedHashMap<>();
    attributes.put("multigpu_mnist:kind", JSON.textNode(kind));
    attributes.put("multigpu_mnist:settings", settings);
    attributes.put("multigpu_mnist:space", SpaceFile.toJson(space));
    attributes.put("multigpu_mnist:extent", extent);
    return store.create(name, attributes, Direction.MAXIMIZE, "accuracy");
  }

  /** A trial to be queued; a negative generation is none. */
  public static NewTrial trial(SearchSpace space, Genome genome, int generation) {
    Map<String, Param> params = new LinkedHashMap<>();
    for (Gene gene : space.genes()) {
      params.put(gene.name(), new Param(genome.value(gene.name()), distribution(gene.values())));
    }
    Map<String, JsonNode> user = new LinkedHashMap<>();
    user.put("fingerprint", JSON.textNode(genome.fingerprint()));
    if (generation < 0) {
      return new NewTrial(params, user, Map.of());
    }
    user.put("generation", JSON.numberNode(generation));
    return new NewTrial(
        params, user, Map.of("NSGAIISampler:generation", JSON.numberNode(generation)));
  }

  private static Distribution distribution(GeneValues values) {
    return values instanceof GeneValues.IntRange range
        ? new Distribution.IntRange(range.low(), range.high(), range.step())
        : new Distribution.Categorical(((GeneValues.Categorical) values).values());
  }

  private static void end(Claim claim) throws IOException {
    Random random = new Random(claim.trial().number());
    Map<String, Param> params = claim.trial().params();
    double neurons = ((Number) params.get("nb_neurons").value()).doubleValue();
    double sigmoid = params.get("activation").value().equals("sigmoid") ? 0.02 : 0;
    JsonNode generation = claim.trial().userAttributes().get("generation");
    double later = generation == null ? 0 : generation.asInt() * 0.0015;
    double accuracy =
        0.96 + 0.018 * Math.sqrt(neurons / 1024) + later - sigmoid + 0.004 * random.nextGaussian();
    int epochs = 6 + random.nextInt(6);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      claim.report(epoch, accuracy - 0.08 * Math.exp(-epoch / 3.0));
    }
    claim.complete(
        accuracy,
        Map.of(
            "epochs", JSON.numberNode(epochs),
            "best_epoch", JSON.numberNode(epochs - 5),
            "validation_loss", JSON.numberNode(1 - accuracy),
            "seconds", JSON.numberNode(epochs * 1.5),
            "parameters", JSON.numberNode(101770)));
  }
}
