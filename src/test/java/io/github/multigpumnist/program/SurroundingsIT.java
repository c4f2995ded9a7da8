package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run depends neither on the locale nor on the folder it is started in or writes to. */
class SurroundingsIT {
  @TempDir private Path scratch;

  @Test
  void oddNamesAndLocalesChangeNothing() throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("größe[1] \\ 七"));
    Tiny tiny = new Tiny(folder);
    tiny.program().with("LC_ALL", "C").with("JAVA_OPTS", "-Duser.language=fa -Duser.country=IR");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path output = Files.createSymbolicLink(folder.resolve("logits.csv"), Path.of("real.csv"));

    Program.Result trained = tiny.train("läufe", "--num-epochs", "1", "--towers", "1", "--json");
    assertThat(trained.exitCode()).as(trained.stderr()).isZero();
    assertThat(Tiny.json(trained.stdout()).path("checkpoint").asText()).startsWith("läufe/model");

    tiny.program().in(elsewhere);
    Program.Result evaluated =
        tiny.run("eval --checkpoint-dir ../läufe --json --logits", output.toString());
    assertThat(evaluated.exitCode()).as(evaluated.stderr()).isZero();
    JsonNode score = Tiny.json(evaluated.stdout());
    assertThat(score.path("loss")).isEqualTo(tiny.result("läufe").path("test").path("loss"));
    assertThat(output).isSymbolicLink();
    assertThat(folder.resolve("real.csv")).content().hasLineCount(100).matches("[\\d.,E\\s-]+");
  }
}
