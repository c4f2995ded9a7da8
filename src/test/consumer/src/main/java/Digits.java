import static io.github.multigpumnist.model.Activation.RELU;
import static io.github.multigpumnist.model.Activation.SOFTMAX;
import static io.github.multigpumnist.sequential.Layers.dense;
import static io.github.multigpumnist.sequential.Layers.dropout;
import static io.github.multigpumnist.sequential.Layers.flatten;

import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.sequential.FitConfig;
import io.github.multigpumnist.sequential.Loss;
import io.github.multigpumnist.sequential.Metric;
import io.github.multigpumnist.sequential.Sequential;
import java.io.IOException;
import java.nio.file.Path;

public class Digits {
  public static void main(String[] args) throws IOException {
    var digits = SyntheticDigits.generate();
    try (var model = Sequential.of(28, 28, 1)) {
      model.add(flatten()).add(dense(256, RELU)).add(dropout(0.2)).add(dense(10, SOFTMAX));
      model.compile("adam", Loss.CATEGORICAL_CROSSENTROPY, Metric.ACCURACY);
      var history = model.fit(digits.train(), FitConfig.ofEpochs(3).withBatchSize(128).withValidationSplit(0.1));
      System.out.println(model.summary());
      System.out.println("validation accuracy " + history.valAccuracy());
      System.out.println(model.evaluate(digits.test()).line("test"));
      model.save(Path.of("digits-model"));
    }
    try (var model = Sequential.load(Path.of("digits-model"))) {
      float[][] probabilities = model.predict(digits.test().slice(0, 5));
      System.out.println(probabilities.length + " images, " + probabilities[0].length + " probabilities each");
    }
  }
}
