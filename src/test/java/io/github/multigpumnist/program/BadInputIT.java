package io.github.multigpumnist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.multigpumnist.runtime.DeviceInfo;
import io.github.multigpumnist.runtime.DeviceList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with what it is given: one line that names it, a status, and nothing lost. */
class BadInputIT {
  private static final String TINY = "train --dataset idx:tiny --model tiny.json ";
  private static final String ANEW =
      "; expected the same (or another --train-dir, or --no-resume to begin anew)";

  @TempDir private Path scratch;
  private Tiny tiny;

  @BeforeEach
  void makeTheData() throws Exception {
    tiny = new Tiny(scratch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "--frob 1 ~ unknown flag --frob; see 'multigpu-mnist train --help'",
        "--batch 4 ~ unknown flag --batch; see 'multigpu-mnist train --help'",
        "-batch_size 4 ~ unknown flag -batch_size; see 'multigpu-mnist train --help'",
        "--num_gpus 0 ~ --towers 0: expected a whole number from 1 to 256",
        "--batch_size=-3 ~ --batch-size -3: expected a whole number of at least 1",
        "--max-steps many ~ --max-steps many: expected a whole number of at least 1",
        "--learning_rate fast ~ --learning-rate fast: expected a number above 0, up to 1000000.0",
        "--learning_rate NaN ~ --learning-rate NaN: expected a number above 0, up to 1000000.0",
        "--trace 0 ~ --trace 0: expected a whole number of at least 1",
        "--seed ~ flag --seed needs a value",
        "--virtual_gpus 0 ~ --virtual-gpus 0: expected a whole number from 1 to 64",
        "--precision half ~ --precision half: expected one of float32, bfloat16",
        "--resume --no-resume ~ --resume and --no-resume together: expected one of them",
        "--train-dir= ~ --train-dir '': expected a path",
      })
  void aBadCommandLine(String flags, String message) throws Exception {
    refused(2, message, tiny.run(TINY + flags));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "--dataset digitz ~ data set 'digitz': expected mnist, fashion-mnist, cifar10, digits[:COUNT],"
            + " idx:DIR or images:DIR[?size=HxW&depth=1|3]",
        "--dataset idx:nowhere ~ nowhere: no such folder",
        "--dataset images:nowhere ~ nowhere: no such folder",
        "--model nope ~ model 'nope': no such file, and no model of the program (convnet,"
            + " convnet-direct, batchnorm-cnn, keras-cnn)",
        "--recipe slow ~ model 'tiny' has no recipe 'slow', expected one of default",
        "--devices tpu ~ --devices tpu: 'tpu' is no device, expected auto, gpu, cpu or a list such"
            + " as gpu:0,gpu:1,cpu:0",
        "--validation-size 600 ~ validation size 600: expected 0 to 599, as idx:tiny has 600"
            + " training pictures",
      })
  void aThingThatIsNotThere(String flags, String message) throws Exception {
    refused(1, message, tiny.run(TINY + flags));
  }

  @Test
  void aGpuThatIsNotThere() throws Exception {
    assumeThat(DeviceList.physical().stream().noneMatch(DeviceInfo::isGpu))
        .as("there is a GPU here")
        .isTrue();
    refused(
        1,
        "--devices gpu: TensorFlow sees no GPU: this build of TensorFlow is for CPUs, -Pgpu builds"
            + " another ('multigpu-mnist doctor' tells more; --devices auto takes CPUs)",
        tiny.run(TINY + "--devices gpu"));
    refused(
        1,
        "--devices gpu:7: 'gpu:7' is not there, TensorFlow sees no GPU: this build of TensorFlow is"
            + " for CPUs, -Pgpu builds another",
        tiny.run(TINY + "--devices gpu:7"));
    refused(
        1,
        "--variables gpu: no tower is on a GPU, expected one there (TensorFlow sees no GPU: this"
            + " build of TensorFlow is for CPUs, -Pgpu builds another)",
        tiny.run(TINY + "--variables gpu"));
  }

  @Test
  void damagedIdxFiles() throws Exception {
    tiny.copy("tiny", "cut");
    Tiny.cut(tiny.path("cut/train-images-idx3-ubyte"), 5000);
    refused(
        1,
        "cut/train-images-idx3-ubyte: dimensions [600, 6, 5] need 18000 bytes of data, found 4984:"
            + " the file is cut short",
        tiny.run("train --model tiny.json --dataset idx:cut"));

    tiny.copy("tiny", "magic");
    Tiny.flip(tiny.path("magic/train-images-idx3-ubyte"), 2);
    refused(
        1,
        "magic/train-images-idx3-ubyte: IDX type 0x5d: expected 0x08 (unsigned bytes)",
        tiny.run("train --model tiny.json --dataset idx:magic"));

    tiny.copy("tiny", "mixed");
    Files.copy(tiny.path("tiny/t10k-labels-idx1-ubyte"), tiny.path("mixed/labels"));
    Files.move(
        tiny.path("mixed/labels"),
        tiny.path("mixed/train-labels-idx1-ubyte"),
        StandardCopyOption.REPLACE_EXISTING);
    refused(
        1,
        "mixed/train-labels-idx1-ubyte: 100 labels, expected 600 as mixed/train-images-idx3-ubyte"
            + " has pictures",
        tiny.run("train --model tiny.json --dataset idx:mixed"));

    tiny.copy("tiny", "label");
    Tiny.flip(tiny.path("label/train-labels-idx1-ubyte"), 8 + 12);
    refused(
        1,
        "label/train-labels-idx1-ubyte: label 85 of picture 12, expected 0 to 9",
        tiny.run("train --model tiny.json --dataset mnist --data-dir label"));
  }

  @Test
  void damagedRecords() throws Exception {
    tiny.run("data convert --dataset idx:tiny --output records --validation-size 60");
    tiny.copy("records", "flipped");
    Tiny.flip(tiny.path("flipped/train.tfrecords"), 40);
    refusedBy(
        1,
        "flipped/train\\.tfrecords: record 0: checksum of the data is 0x\\S+, expected 0x\\S+",
        tiny.run("train --input batching --model tiny.json --data_dir flipped"));

    tiny.copy("records", "empty");
    Files.delete(tiny.path("empty/records.json")); // as another program writes records
    Tiny.cut(tiny.path("empty/test.tfrecords"), 0);
    refused(
        1,
        "empty/test.tfrecords: no test images, expected at least one",
        tiny.run("train --input batching --model tiny.json --data_dir empty"));

    byte[] bytes = Files.readAllBytes(tiny.path("records/train.tfrecords"));
    Tiny.cut(tiny.path("records/train.tfrecords"), 5 * (bytes.length / 540) + 6);
    refused(
        1,
        "records/train.tfrecords: record 5: the file ends after 6 bytes of it, expected a header of"
            + " 12 bytes",
        tiny.run("train --input batching --model tiny.json --data_dir records"));
    Files.delete(tiny.path("records/records.json"));
    refused(
        1,
        "records/train.tfrecords: record 5: the file ends after 6 bytes of it, expected a header of"
            + " 12 bytes",
        tiny.run("train --input batching --model tiny.json --data_dir records"));
  }

  @Test
  void damagedRecordsInTheCacheAreWrittenAnew() throws Exception {
    String[] once = {"--max-steps", "1", "--no-resume"};
    assertThat(tiny.train("run", once).exitCode()).isZero();
    Path records;
    try (Stream<Path> all = Files.walk(scratch.resolve("cache"))) {
      records = all.filter(f -> f.endsWith("train.tfrecords")).findFirst().orElseThrow();
    }
    byte[] right = Files.readAllBytes(records);
    Tiny.flip(records, 5000);

    Program.Result run = tiny.train("run", once);

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stderr())
        .contains(records + ": record ")
        .contains(": records are damaged, writing them anew");
    assertThat(records).hasBinaryContent(right);
  }

  @Test
  void badModelFiles() throws Exception {
    badModel("{\"name\": \"x\", ", "bad.json:1: Unexpected end-of-input.*");
    badModel(
        Tiny.MODEL.replace("conv2d", "conv9d"),
        "bad.json:\\d+: layers\\[0]( \\(layer '\\w+'\\))?: unknown type 'conv9d', expected one of \\[activation,"
            + " batch_norm, conv2d, dense, dropout, flatten, lrn, max_pool]");
    badModel(
        Tiny.MODEL.replace("\"filters\"", "\"filtres\""),
        "bad.json:\\d+: layers\\[0].*( \\(layer '\\w+'\\))?: missing or of the wrong type, expected a whole number");
    badModel(
        Tiny.MODEL.replace("\"filters\"", "\"colour\": 1, \"filters\""),
        "bad.json:\\d+: layers\\[0].colour( \\(layer '\\w+'\\))?: unknown field 'colour', expected one of .*filters.*");
    badModel(
        Tiny.MODEL.replace("\"classes\"", "7"),
        "model 'tiny': last layer 'out' gives \\[7], expected one output a class \\(3\\)");
    badModel(
        Tiny.MODEL.replace("[3, 3]", "[9, 9]").replace("same", "valid"),
        "layer 'c1': window 9x9 does not fit into input \\[6, 5, 1]");
  }

  private void badModel(String json, String message) throws Exception {
    Files.writeString(tiny.path("bad.json"), json);
    refusedBy(1, message, tiny.run("train --dataset idx:tiny --model bad.json"));
  }

  @Test
  void otherSettingsThanTheRunInTheFolder() throws Exception {
    tiny.train("run", "--max-steps", "4");
    TreeMap<String, String> before = contents("run");
    String at = "run/model.ckpt-4: the run was begun with ";
    refused(
        1,
        at + "batch size '8', this one has '16'" + ANEW,
        tiny.train("run", "--batch-size", "16"));
    refused(1, at + "seed '1', this one has '5'" + ANEW, tiny.train("run", "--seed", "5"));
    refused(
        1,
        at + "model 'tiny', this one has 'convnet'" + ANEW,
        tiny.train("run", "--model", "convnet"));
    Files.writeString(tiny.path("tiny.json"), Tiny.MODEL.replace("0.25", "0.5"));
    refused(1, at + "other model layers" + ANEW, tiny.train("run"));
    assertThat(contents("run")).isEqualTo(before);
  }

  @Test
  void checkpointsThatAreDamagedOrOfAnotherModel() throws Exception {
    tiny.train("run", "--max-steps", "4");
    String checkpoint = "checkpoint %s/model.ckpt-4: ";
    refused(
        1,
        checkpoint.formatted("run")
            + "has no variable 'conv1/weights': it is of another model or optimizer",
        tiny.run("eval --checkpoint-dir run --model convnet"));

    tiny.copy("run", "flipped");
    Tiny.flip(tiny.data("flipped", 4), 200);
    damaged("flipped", "damaged: a checksum does not match");

    tiny.copy("run", "cut");
    Tiny.cut(tiny.data("cut", 4), 1000);
    damaged("cut", "damaged: its data ends early");

    tiny.copy("run", "missing");
    Files.delete(tiny.data("missing", 4));
    damaged("missing", "its file " + tiny.data("missing", 4) + " is not there");

    tiny.copy("run", "index");
    Tiny.cut(tiny.path("index/model.ckpt-4.index"), 10);
    damaged("index", "damaged: its .index is none (file is too short to be an sstable)");

    refused(
        1,
        "nowhere: neither a folder with checkpoints nor a checkpoint's prefix (no nowhere.index)",
        tiny.run("eval --checkpoint-dir nowhere"));
  }

  private void damaged(String directory, String message) throws Exception {
    String line = "checkpoint " + directory + "/model.ckpt-4: " + message;
    TreeMap<String, String> before = contents(directory);
    refused(1, line, tiny.run("eval --checkpoint-dir " + directory));
    refused(1, line, tiny.train(directory, "--max-steps", "8"));
    assertThat(contents(directory)).isEqualTo(before);
  }

  @Test
  void aTrainDirThatCannotBeWritten() throws Exception {
    Files.writeString(tiny.path("file"), "x");
    refused(1, "train dir file: is a file, expected a folder", tiny.run(TINY + "--train-dir file"));
    refused( // permissions do not bind root, a file in the way does
        1,
        "train dir file/run: cannot be written (Not a directory), expected a writable folder",
        tiny.run(TINY + "--train-dir file/run"));
    assertThat(tiny.path("file")).hasContent("x");
  }

  @Test
  void aFullDisk() throws Exception {
    Path mount = Files.createDirectory(tiny.path("full"));
    boolean mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.toString())
                .redirectErrorStream(true)
                .redirectOutput(tiny.path("mount.log").toFile())
                .start()
                .waitFor()
            == 0;
    assumeThat(mounted).as("only root may mount a small disk").isTrue();
    try {
      Program.Result run =
          tiny.train(
              "full/run",
              "--max-steps",
              "1000",
              "--num-epochs",
              "100",
              "--checkpoint-every",
              "10",
              "--keep-checkpoints",
              "100");
      refusedBy(1, "cannot write .*full/run/\\S+: .*No space left on device.*", run);
      Program.Result eval = tiny.run("eval --json --checkpoint-dir full/run");
      assertThat(eval.exitCode()).as(eval.stderr()).isZero();
      assertThat(Tiny.json(eval.stdout()).path("step").intValue()).isBetween(10, 990);
    } finally {
      new ProcessBuilder("umount", mount.toString()).start().waitFor();
    }
  }

  @Test
  void aLossThatIsNoNumberNamesAGoodCheckpoint() throws Exception {
    Program.Result run =
        tiny.train("run", "--learning_rate", "1e6", "--checkpoint-every", "1", "--num-epochs", "9");
    refusedBy(
        1,
        "(loss|a weight of \\S+) is (NaN|-?Infinity) at step \\d+: the model diverged; last good"
            + " checkpoint: run/model.ckpt-\\d+; try a lower --learning-rate",
        run);
    String named = run.stderr().replaceAll("(?s).*checkpoint: (\\S+);.*", "$1");
    Program.Result eval = tiny.run("eval --json --checkpoint-dir " + named);
    assertThat(eval.exitCode()).as(eval.stderr()).isZero();
    assertThat(Tiny.json(eval.stdout()).path("loss").isNumber()).as(eval.stdout()).isTrue();

    refusedBy(
        1,
        "(loss|a weight of \\S+) is \\S+ at step \\d+: the model diverged; last good checkpoint:"
            + " none; try a lower --learning-rate",
        tiny.train("other", "--learning_rate", "1e6"));
  }

  @Test
  void noDataAndNoNetwork() throws Exception {
    Program program =
        Program.packaged(scratch)
            .with("MULTIGPU_MNIST_DATA", "")
            .with(
                "JAVA_OPTS",
                "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9 -Dhttp.proxyHost=127.0.0.1"
                    + " -Dhttp.proxyPort=9");
    Path cache = scratch.resolve("cache/multigpu-mnist");
    refusedBy(
        1,
        "data set mnist: cannot download train-images-idx3-ubyte.gz \\(.*: no connection\\); it"
            + " needs the files train-images-idx3-ubyte, train-labels-idx1-ubyte,"
            + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, plain or .gz, together in one of .*:"
            + " put them into "
            + cache
            + "/mnist, name their folder by --data-dir, or use --dataset digits",
        program.run("train"));
  }

  @Test
  void verboseShowsWhere() throws Exception {
    Program.Result run = tiny.run(TINY + "--dataset idx:nowhere --verbose");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.stderr())
        .contains("multigpu-mnist: error: nowhere: no such folder\n")
        .contains("java.io.IOException")
        .contains("\tat io.github.multigpumnist.");
  }

  /** Every file's content, the lock's aside. */
  private TreeMap<String, String> contents(String directory) throws Exception {
    TreeMap<String, String> contents = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(tiny.path(directory))) {
      files = all.filter(f -> Files.isRegularFile(f) && !f.endsWith(".lock")).toList();
    }
    for (Path file : files) {
      contents.put(
          file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
    return contents;
  }

  private static void refused(int exitCode, String message, Program.Result run) {
    refusedBy(exitCode, Pattern.quote(message), run);
  }

  /** One line with the error, last; before it nothing but what was chosen. */
  private static void refusedBy(int exitCode, String pattern, Program.Result run) {
    List<String> lines =
        run.stderr().lines().filter(l -> !l.matches("\\d+ tower\\(s\\) on .*")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).matches("multigpu-mnist: error: " + pattern);
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
