package io.github.multigpumnist.space;

import java.util.List;

/** Search spaces for tests. */
public final class Spaces {
  private Spaces() {}

  /** 672 networks, as the bundled file has them. */
  public static Space full() {
    return new Space(
        "full",
        "",
        List.of(
            Gene.of("nb_neurons", 64, 128, 256, 512, 768, 1024),
            new Gene("nb_layers", new Distribution.IntRange(1, 4, 1)),
            Gene.of("activation", "relu", "elu", "tanh", "sigmoid"),
            Gene.of(
                "optimizer", "rmsprop", "adam", "sgd", "adagrad", "adadelta", "adamax", "nadam")));
  }

  /** Four networks that train in no time. */
  public static Space tiny() {
    return new Space(
        "tiny",
        "",
        List.of(
            Gene.of("nb_neurons", 4, 8),
            Gene.of("nb_layers", 1),
            Gene.of("activation", "relu"),
            Gene.of("optimizer", "adam", "sgd")));
  }

  /** One network only. */
  public static Space single() {
    return new Space(
        "single",
        "",
        List.of(
            Gene.of("nb_neurons", 4),
            Gene.of("nb_layers", 1),
            Gene.of("activation", "relu"),
            Gene.of("optimizer", "adam")));
  }

  /** A score that is the same everywhere, tells networks apart and prefers great ones. */
  public static double score(Genome genome) {
    double neurons = ((Number) genome.value("nb_neurons")).doubleValue();
    double layers = ((Number) genome.value("nb_layers")).doubleValue();
    int noise = Integer.parseInt(genome.fingerprint().substring(0, 3), 16);
    return neurons / 2048 + layers / 100 + noise / 1e6;
  }
}
