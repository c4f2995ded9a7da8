package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Distribution;
import io.github.multigpumnist.space.Gene;
import io.github.multigpumnist.space.Genome;
import io.github.multigpumnist.space.Space;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Trials and studies to test with. */
final class Trials {
  static final Space SPACE =
      new Space(
          "trials",
          "",
          List.of(
              Gene.of("nb_neurons", 64, 128, 256),
              new Gene("nb_layers", new Distribution.IntRange(1, 4, 1)),
              Gene.of("activation", "relu", "tanh"),
              Gene.of("optimizer", "adam"),
              new Gene("batch_size", new Distribution.IntRange(1, 10_000, 1))));

  private Trials() {}

  static Genome genome(int i) {
    return new Genome(
        new TreeMap<>(
            Map.of(
                "nb_neurons",
                List.of(64, 128, 256).get(i % 3),
                "nb_layers",
                1 + i % 4,
                "activation",
                i % 2 == 0 ? "relu" : "tanh",
                "optimizer",
                "adam",
                "batch_size",
                1 + i)));
  }

  static NewTrial trial(int i) {
    return new NewTrial(genome(i), (1L << 40) + i, OptionalInt.of(i / 10));
  }

  static List<NewTrial> trials(int count) {
    return IntStream.range(0, count).mapToObj(Trials::trial).toList();
  }

  static Outcome outcome(double seconds) {
    return new Outcome(3, 2, 0.5, seconds, 101_770);
  }

  static Study study(TrialStore store, String name) throws StoreException {
    return store.create(name, Map.of(StudyAttributes.KIND, "genetic"));
  }
}
