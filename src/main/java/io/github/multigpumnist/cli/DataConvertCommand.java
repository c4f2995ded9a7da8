package io.github.multigpumnist.cli;

import io.github.multigpumnist.dataset.Dataset;
import io.github.multigpumnist.dataset.Datasets;
import io.github.multigpumnist.dataset.RecordFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** {@code data convert}: writes a data set as TFRecords. */
final class DataConvertCommand implements Command {
  private static final String OUTPUT = "output";
  private static final String OVERWRITE = "overwrite";

  /** What was written, as JSON shows it. */
  record Written(
      String dataset,
      String train,
      long trainCount,
      String validation,
      long validationCount,
      String test,
      long testCount) {}

  @Override
  public String name() {
    return "data convert";
  }

  @Override
  public String summary() {
    return "Writes a data set as train, validation and test .tfrecords";
  }

  @Override
  public Flags flags() {
    return DataFlags.create()
        .value(
            DataChoice.VALIDATION_SIZE,
            "N",
            null,
            "first training images set aside for validation (default 5000, at most a tenth)")
        .value(OUTPUT, "DIR", null, "where the files are written; required")
        .toggle(OVERWRITE, "replace records there that this command wrote of other data");
  }

  @Override
  public Object run(Arguments arguments, Console console) throws IOException {
    Path output = arguments.requiredPath(OUTPUT);
    RecordFiles.requireOwn(output);
    Dataset dataset =
        Datasets.load(DataFlags.dataset(arguments), DataFlags.locations(arguments), console);
    int validationSize = DataChoice.validationSize(arguments, OptionalInt.empty(), dataset);
    RecordFiles files =
        RecordFiles.ensure(dataset, validationSize, output, arguments.given(OVERWRITE), console);
    String train = say(console, files.train());
    String validation = say(console, files.validation());
    String test = say(console, files.test());
    return new Written(
        dataset.name(),
        train,
        RecordFiles.count(files.train()),
        validation,
        RecordFiles.count(files.validation()),
        test,
        RecordFiles.count(files.test()));
  }

  /** Names shards together, as a pattern that TensorFlow and shells understand. */
  private static String say(Console console, List<RecordFiles.Shard> shards) {
    String first = shards.get(0).file().toString();
    String all = shards.size() == 1 ? first : first.replace("-00000-of-", "-?????-of-");
    console.say(all + ": " + RecordFiles.count(shards) + " images");
    return all;
  }
}
