package io.github.multigpumnist.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.multigpumnist.format.AtomicFiles;
import io.github.multigpumnist.runtime.Checkpoint;
import io.github.multigpumnist.runtime.MemoryInfo;
import io.github.multigpumnist.runtime.TrainingDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The end of a run: the closing lines, the test, {@code result.json}. */
final class RunEnd {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final TrainingEnvironment environment;
  private final TrainingDevices devices;
  private final RunDirectory directory;
  private final Optional<Checkpoint> resumed;
  private final long begunNanos;

  RunEnd(
      TrainingEnvironment environment,
      TrainingDevices devices,
      RunDirectory directory,
      Optional<Checkpoint> resumed,
      long begunNanos) {
    this.environment = environment;
    this.devices = devices;
    this.directory = directory;
    this.resumed = resumed;
    this.begunNanos = begunNanos;
  }

  /**
   * Tests what the final checkpoint holds, unless the run was interrupted.
   *
   * @param checkpoint the final one
   * @param testing evaluates the test images
   * @param inspector takes what the test saw
   */
  TrainingResult finish(
      TrainingLoop.End end,
      Checkpoint checkpoint,
      Supplier<Inspection> testing,
      Consumer<Inspection> inspector)
      throws IOException {
    if (end.ending() == TrainingLoop.Ending.INTERRUPTED) {
      return result(end, checkpoint, null);
    }
    say("Done training for %d epochs, %d steps.", end.epochs(), end.step());
    say("Total Duration (%.3f sec)", seconds());
    Inspection inspection = testing.get();
    Evaluation test = inspection.evaluation();
    TrainingResult result = result(end, checkpoint, test);
    Path file = directory.file(RunDirectory.RESULT);
    boolean news = end.ending() != TrainingLoop.Ending.NOTHING_TO_DO;
    if (news || !Files.exists(file)) { // a finished run keeps its figures
      AtomicFiles.writeString(file, JSON.writeValueAsString(result) + "\n");
    }
    say("Checkpoint %s", checkpoint);
    say("%s", test.line("test"));
    say("%s", test.confusionTable());
    inspector.accept(inspection);
    return result;
  }

  private void say(String format, Object... values) {
    environment.log().accept(String.format(Locale.ROOT, format, values));
  }

  private TrainingResult result(TrainingLoop.End end, Checkpoint checkpoint, Evaluation test) {
    return new TrainingResult(
        end.step(),
        end.epochs(),
        orNull(end.imagesPerSecond()),
        orNull(end.inputWaitShare()),
        resumed.flatMap(c -> c.step().stream().boxed().findFirst()).orElse(null),
        orNull(end.secondsToFirstStep()),
        orNull(MemoryInfo.peakResidentMegabytes()),
        seconds(),
        devices.placement().towers().size(),
        devices.description(),
        checkpoint.toString(),
        end.ending() == TrainingLoop.Ending.INTERRUPTED,
        test == null ? null : TrainingResult.Score.of(test),
        test == null ? null : test.confusion());
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private double seconds() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }
}
