package io.github.multigpumnist.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Recipe;
import io.github.multigpumnist.optimizer.LearningRateSchedule;
import io.github.multigpumnist.optimizer.OptimizerDefaults;
import io.github.multigpumnist.optimizer.RunPosition;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class MlpNetworkTest {
  private static final Genome GENOME = Spaces.full().at(0).with("nb_layers", 2);

  @Test
  void layersAreTheOriginals() {
    Network network = MlpNetwork.model(GENOME, 128, 7).forData(Shape.of(28, 28, 1), 10);
    assertThat(network.layers())
        .extracting(Object::getClass)
        .extracting(Class::getSimpleName)
        .containsExactly("Flatten", "Dense", "Dropout", "Dense", "Dropout", "Dense");
    assertThat(network.shapes())
        .extracting(Shape::size)
        .containsExactly(784L, 784L, 64L, 64L, 64L, 64L, 10L);
    assertThat(network.layers())
        .map(Object::toString)
        .anyMatch(text -> text.contains("RELU"))
        .filteredOn(text -> text.startsWith("Dropout"))
        .allMatch(text -> text.contains("rate=0.2"));
    assertThat(network.preprocessing().scale() * 255).isEqualTo(1);
    assertThat(network.preprocessing().offset()).isZero();
  }

  @Test
  void recipeIsTheOptimizersOwnUnlessAGeneSaysOtherwise() {
    for (String name : OptimizerDefaults.names()) {
      Recipe recipe = MlpNetwork.model(GENOME.with("optimizer", name), 128, 7).recipe("default");
      assertThat(recipe.optimizer()).isEqualTo(OptimizerDefaults.byName(name).spec());
      assertThat(recipe.learningRate().at(new RunPosition(600, 100, 700)))
          .isEqualTo(OptimizerDefaults.byName(name).rate());
      assertThat(recipe.batchSize()).isEqualTo(128);
      assertThat(recipe.epochs()).isEqualTo(7);
    }
    Genome own = GENOME.with("learning_rate", 0.5).with("batch_size", 32).with("dropout", 0.4);
    ModelSpec model = MlpNetwork.model(own, 128, 7);
    assertThat(model.recipe("default").learningRate())
        .isEqualTo(LearningRateSchedule.constant(0.5));
    assertThat(model.recipe("default").batchSize()).isEqualTo(32);
    assertThat(model.layers().toString()).contains("rate=0.4").doesNotContain("rate=0.2");
  }

  @Test
  void everyNetworkOfTheSpaceIsAModelFile() throws IOException {
    Space space = Spaces.full();
    for (long i = 0; i < space.size(); i++) {
      ModelSpec model = MlpNetwork.model(space.at(i), 64, 3);
      assertThat(ModelFile.parse(ModelFile.format(model), "best.json")).isEqualTo(model);
    }
  }
}
