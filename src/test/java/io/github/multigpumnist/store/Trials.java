package io.github.multigpumnist.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Trials and studies to test with. */
final class Trials {
  private static final Distribution NEURONS = new Distribution.Categorical(List.of(64, 128, 256));
  private static final Distribution LAYERS = new Distribution.IntRange(1, 4, 1);
  private static final Distribution ACTIVATION =
      new Distribution.Categorical(List.of("relu", "tanh"));

  private Trials() {}

  static NewTrial trial(int i) {
    Map<String, Param> params = new LinkedHashMap<>();
    params.put("neurons", new Param(List.of(64, 128, 256).get(i % 3), NEURONS));
    params.put("layers", new Param(1 + i % 4, LAYERS));
    params.put("activation", new Param(i % 2 == 0 ? "relu" : "tanh", ACTIVATION));
    return new NewTrial(
        params,
        Map.of("fingerprint", TextNode.valueOf("f" + i), "generation", IntNode.valueOf(i / 10)),
        Map.of("NSGAIISampler:generation", IntNode.valueOf(i / 10)));
  }

  static List<NewTrial> trials(int count) {
    return IntStream.range(0, count).mapToObj(Trials::trial).toList();
  }

  static Study study(TrialStore store, String name) throws StoreException {
    Map<String, JsonNode> attributes = Map.of("multigpu_mnist:kind", TextNode.valueOf("genetic"));
    return store.create(name, attributes, Direction.MAXIMIZE, "accuracy");
  }
}
