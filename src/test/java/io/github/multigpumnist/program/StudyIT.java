package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multigpumnist.TinyStudies;
import io.github.multigpumnist.study.Storage;
import io.github.multigpumnist.study.TrialStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study}, on a store that is made up; the best network is then trained. */
class StudyIT {
  @TempDir private Path scratch;

  @Test
  void looksAtAStudyAndTrainsItsBest() throws Exception {
    Tiny tiny = new Tiny(scratch);
    try (TrialStore store =
        TrialStore.open(Storage.parse("sqlite:///" + scratch.resolve("multigpu-mnist.db")))) {
      TinyStudies.genetic(store, "made-up", 2, 6);
    }
    JsonNode list = Tiny.json(tiny.run("study list --json").stdout());
    assertThat(list.path("studies").get(0).path("trials").path("complete").intValue()).isEqualTo(7);
    assertThat(tiny.run("study show").stdout())
        .startsWith("study made-up\n")
        .contains("rank  trial");
    assertThat(tiny.run("study export --output trials.csv").exitCode()).isZero();
    assertThat(tiny.path("trials.csv")).content().hasLineCount(10);

    Program.Result report = tiny.run("study report --output pages");
    assertThat(report.exitCode()).as(report.stderr()).isZero();
    assertThat(report.stdout()).startsWith("Report pages/report.html\n");
    assertThat(tiny.path("pages/report.html")).content().contains("Study made-up");
    assertThat(tiny.path("pages/fitness.png")).isNotEmptyFile();

    assertThat(tiny.run("study best --output best.json").exitCode()).isZero();
    Program.Result train =
        tiny.run(
            "train --model best.json --dataset idx:tiny --towers 1 --max-steps 3 --input resident"
                + " --train-dir run");
    assertThat(train.exitCode()).as(train.stderr()).isZero();
    assertThat(tiny.result("run").path("steps").intValue()).isEqualTo(3);

    Program.Result missing = tiny.run("study show --study other");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).contains("there is no study 'other', only made-up");
  }
}
