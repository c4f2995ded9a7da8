package io.github.multigpumnist.space;

import io.github.multigpumnist.model.Activation;
import io.github.multigpumnist.model.Dense;
import io.github.multigpumnist.model.Dropout;
import io.github.multigpumnist.model.Flatten;
import io.github.multigpumnist.model.Layer;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Preprocessing;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.model.Units;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The network that a genome stands for, and its recipe: flatten, then {@code nb_layers} times dense
 * with {@code nb_neurons} units, activation and dropout, then dense with a logit a class. Pixels
 * are divided by 255; Glorot uniform weights, zero biases; the optimizer's settings are those of
 * 2017.
 */
public final class MlpNetwork {
  private static final double USUAL_DROPOUT = 0.2;
  private static final double MOST_PIXEL = 255;

  private MlpNetwork() {}

  /**
   * Builds the model.
   *
   * @param genome of an MLP space
   * @param batchSize examples of a step, unless the genome has a gene for it
   * @param epochs of the recipe, 1 or more
   * @return a model whose only recipe is {@code default}
   */
  public static ModelSpec model(Genome genome, int batchSize, int epochs) {
    return new ModelSpec(
        "mlp-" + genome.fingerprint(),
        genome.toString(),
        new Preprocessing(1 / MOST_PIXEL, 0),
        layers(genome),
        Map.of("default", recipe(genome, batchSize, epochs)));
  }

  private static List<Layer> layers(Genome genome) {
    Units units = new Units(whole(genome, MlpGene.NB_NEURONS));
    Activation activation =
        Activation.valueOf(text(genome, MlpGene.ACTIVATION).toUpperCase(Locale.ROOT));
    double dropout = number(genome, MlpGene.DROPOUT, USUAL_DROPOUT);
    List<Layer> layers = new ArrayList<>(List.of(new Flatten("flatten")));
    for (int i = 1; i <= whole(genome, MlpGene.NB_LAYERS); i++) {
      layers.add(new Dense("dense" + i, units, activation, null, null, null));
      layers.add(new Dropout("dropout" + i, dropout));
    }
    layers.add(new Dense("logits", Units.ofClasses(), Activation.LINEAR, null, null, null));
    return layers;
  }

  private static Recipe recipe(Genome genome, int batchSize, int epochs) {
    OptimizerDefaults optimizer = OptimizerDefaults.byName(text(genome, MlpGene.OPTIMIZER));
    double rate = number(genome, MlpGene.LEARNING_RATE, optimizer.rate());
    return new Recipe(
        (int) number(genome, MlpGene.BATCH_SIZE, batchSize),
        epochs,
        0L,
        optimizer.spec(),
        LearningRateSchedule.constant(rate));
  }

  private static int whole(Genome genome, MlpGene gene) {
    return (Integer) genome.value(gene.key());
  }

  private static String text(Genome genome, MlpGene gene) {
    return (String) genome.value(gene.key());
  }

  private static double number(Genome genome, MlpGene gene, double usual) {
    Object value = genome.values().get(gene.key());
    return value == null ? usual : ((Number) value).doubleValue();
  }
}
