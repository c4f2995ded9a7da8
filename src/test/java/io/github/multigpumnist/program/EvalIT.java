package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval}, on runs of a user's model file. */
class EvalIT {
  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
  }

  @Test
  void evaluatesAFolderOrAPrefixOnEverySplit() throws Exception {
    Files.writeString(tiny.path("tiny.json"), Tiny.AVERAGED);
    tiny.train("run", "--max-steps", "6", "--checkpoint-every", "3");
    JsonNode trained = tiny.result("run").path("test");

    Program.Result test = tiny.run("eval --checkpoint_dir run --json");
    assertThat(test.exitCode()).as(test.stderr()).isZero();
    assertThat(test.stdout()).hasLineCount(1);
    JsonNode score = Tiny.json(test.stdout());
    assertThat(score.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "accuracy", "correct", "count", "loss", "checkpoint", "step", "weights");
    assertThat(score.path("weights").asText()).isEqualTo("averaged");
    for (String field : new String[] {"accuracy", "correct", "count", "loss"}) {
      assertThat(score.path(field)).as(field).isEqualTo(trained.path(field));
    }
    assertThat(score.path("checkpoint").asText()).isEqualTo("run/model.ckpt-6");
    assertThat(score.path("step").intValue()).isEqualTo(6);

    JsonNode older =
        Tiny.json(tiny.run("eval --checkpoint_dir run/model.ckpt-3 --run_once --json").stdout());
    assertThat(older.path("step").intValue()).isEqualTo(3);
    assertThat(older.path("loss")).isNotEqualTo(score.path("loss"));

    String plain = tiny.run("eval --checkpoint-dir run --eval_data validation").stdout();
    assertThat(plain)
        .startsWith("checkpoint run/model.ckpt-6\nweights: moving averages\nvalidation accuracy ")
        .endsWith("Report run/eval/report.html\n")
        .contains(" of 60)")
        .contains("confusion");
    assertThat(tiny.run("eval --checkpoint-dir run --eval-data train").stdout())
        .contains("train accuracy ")
        .contains(" of 540)");
    assertThat(
            tiny.run("eval --checkpoint-dir run --num_examples 10 --towers 2 --eval-dir e")
                .stdout())
        .contains(" of 10)");
    assertThat(tiny.path("e/report.html"))
        .content()
        .contains("tiny on idx:" + tiny.path("tiny").toAbsolutePath(), " of 10)");
    assertThat(tiny.path("run/eval/report.html")).content().contains(" of 540)");
  }

  @Test
  void evaluatesCheckpointsAsTheyAppear() throws Exception {
    try (Program.Running eval =
        tiny.program()
            .start(
                Tiny.join(
                    "eval --checkpoint_dir run --eval_interval_secs 0.2 --dataset idx:tiny --model"
                        + " tiny.json --json --eval-dir scores"))) {
      await(eval, "Waiting for a first checkpoint: run", false);
      tiny.train("run", "--max-steps", "5");
      await(eval, "\"step\":5,\"weights\":\"not averaged\"}", true);
      tiny.train("run", "--max-steps", "9");
      await(eval, "\"step\":9,\"weights\":\"not averaged\"}", true);
      assertThat(eval.stdout().lines()).hasSize(2);
      JsonNode second = Tiny.json(eval.stdout().lines().toList().get(1));
      assertThat(second.path("loss")).isEqualTo(tiny.result("run").path("test").path("loss"));
      assertThat(Events.read(tiny.path("scores")).steps("precision @ 1")).containsExactly(5L, 9L);
      assertThat(eval.signal("TERM").await().exitCode()).isEqualTo(143);
    }
  }

  static void await(Program.Running run, String text, boolean stdout) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (!(stdout ? run.stdout() : run.stderr()).contains(text)) {
      assertThat(run.isAlive() && Instant.now().isBefore(deadline))
          .as(text + " in\n" + run.stdout() + run.stderr())
          .isTrue();
      Thread.sleep(50);
    }
  }
}
