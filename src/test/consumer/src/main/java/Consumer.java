import io.github.multigpumnist.dataset.SyntheticDigits;
import io.github.multigpumnist.model.ModelFile;
import io.github.multigpumnist.progress.Progress;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.training.Trainer;
import io.github.multigpumnist.training.TrainingConfig;
import io.github.multigpumnist.training.TrainingData;
import io.github.multigpumnist.training.TrainingEnvironment;
import java.io.IOException;
import java.nio.file.Path;

/** The library in three lines: data, a trainer, a run. */
public class Consumer {
  public static void main(String[] args) throws IOException {
    var data = TrainingData.of(SyntheticDigits.generate(1, 320, 100), 32, Path.of("cache"), Progress.Reporter.SILENT);
    var trainer = new Trainer(TrainingConfig.of(ModelFile.load("convnet")), Devices.cpu(2), TrainingEnvironment.silent());
    var result = trainer.train(data, Path.of("run"));
    System.out.println("tested on " + result.test().count() + " images after " + result.steps() + " steps");
  }
}
