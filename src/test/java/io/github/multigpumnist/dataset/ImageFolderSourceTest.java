package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.multigpumnist.progress.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderSourceTest {
  private static final int GREY = BufferedImage.TYPE_BYTE_GRAY;
  private static final int COLOUR = BufferedImage.TYPE_INT_RGB;

  @TempDir Path folder;
  @TempDir Path cache;
  private final List<String> notes = new ArrayList<>();
  private final Progress.Reporter reporter =
      new Progress.Reporter() {
        @Override
        public Progress start(String task, long total, String unit) {
          return SILENT.start(task, total, unit);
        }

        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  @Test
  void keepsGreyValuesAsTheyAre() throws IOException {
    write("cat/a.png", GREY, 28, 100);
    write("cat/b.png", GREY, 28, 100);
    write("dog/a.jpg", GREY, 28, 200);
    write("dog/b.JPEG", GREY, 28, 200);

    Dataset dataset = load("");

    assertThat(dataset.classNames()).containsExactly("cat", "dog");
    assertThat(dataset.train()).extracting("height", "width", "depth").containsExactly(28, 28, 1);
    assertThat(dataset.train().count()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      int pixel = held(dataset.train()).pixels()[i * 784 + 400] & 0xff;
      assertThat(pixel).isEqualTo(held(dataset.train()).labels()[i] == 0 ? 100 : 200);
    }
  }

  @Test
  void stretchesColourPicturesToThirtyTwo() throws IOException {
    write("a/1.png", COLOUR, 100, 0xff8000);
    write("a/2.png", COLOUR, 5, 0xff8000);
    write("b/1.png", GREY, 32, 50);
    write("b/2.png", GREY, 32, 50);

    Dataset dataset = load("");

    assertThat(dataset.train()).extracting("height", "width", "depth").containsExactly(32, 32, 3);
    for (LabeledImages part : new LabeledImages[] {held(dataset.train()), held(dataset.test())}) {
      for (int i = 0; i < part.count(); i++) {
        byte[] middle = Arrays.copyOfRange(part.pixels(), i * 3072 + 1500, i * 3072 + 1503);
        assertThat(middle)
            .containsExactly(
                part.labels()[i] == 0 ? new int[] {255, 128, 0} : new int[] {50, 50, 50});
      }
    }
  }

  @Test
  void takesASizeAndADepth() throws IOException {
    write("a/1.png", COLOUR, 40, 0xff0000);
    write("a/2.png", COLOUR, 40, 0xff0000);
    write("b/1.png", COLOUR, 40, 0x0000ff);
    write("b/2.png", COLOUR, 40, 0x0000ff);

    LabeledImages train = held(load("?size=8x6&depth=1").train());

    assertThat(train).extracting("height", "width", "depth").containsExactly(8, 6, 1);
    assertThat(train.pixels()[20] & 0xff).isEqualTo(train.labels()[0] == 0 ? 76 : 29);
  }

  /** Black and white stripes of one pixel become grey: no pixel is skipped. */
  @Test
  void averagesWhenItShrinks() throws IOException {
    BufferedImage stripes = new BufferedImage(256, 256, GREY);
    for (int i = 0; i < 256 * 256; i++) {
      stripes.getRaster().setSample(i % 256, i / 256, 0, i % 2 * 255);
    }
    for (String file : new String[] {"a/1.png", "a/2.png", "b/1.png", "b/2.png"}) {
      write(file, stripes);
    }

    byte[] pixels = held(load("?size=32x32").train()).pixels();

    for (byte pixel : pixels) {
      assertThat(pixel & 0xff).isBetween(120, 136);
    }
  }

  @Test
  void setsOneInSixOfEachClassAsideForTheTestAndShuffles() throws IOException {
    for (int i = 0; i < 12; i++) {
      write("a/" + i + ".png", GREY, 28, i);
      write("b/" + i + ".png", GREY, 28, 100 + i);
    }
    Files.writeString(folder.resolve("b/notes.txt"), "");

    Dataset dataset = load("");

    assertThat(dataset.train().count()).isEqualTo(20);
    assertThat(held(dataset.test()).labels()).containsExactlyInAnyOrder(0, 0, 1, 1);
    assertThat(held(dataset.train().slice(0, 10)).labels()).contains(0, 1);
    assertThat(held(load("").train()).pixels()).isEqualTo(held(dataset.train()).pixels());
  }

  @Test
  void usesTrainAndTestFolders() throws IOException {
    write("train/a/1.png", GREY, 28, 1);
    write("train/b/1.png", GREY, 28, 1);
    write("test/a/1.png", GREY, 28, 1);
    write("test/b/1.png", GREY, 28, 1);

    assertThat(load("").train().count()).isEqualTo(2);
    assertThat(load("").test().count()).isEqualTo(2);

    write("test/c/1.png", GREY, 28, 1);
    assertThatIOException()
        .isThrownBy(() -> load(""))
        .withMessage(
            "%s: a class that %s does not have", folder.resolve("test/c"), folder.resolve("train"));
  }

  /** As other programs do: whatever Java reads, however deep it lies. */
  @Test
  void takesPicturesOfEveryKindAndFromFoldersFurtherDown() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      write(name + "/1.png", GREY, 28, 1);
      write(name + "/2.bmp", GREY, 28, 1);
      write(name + "/3.GIF", GREY, 28, 1);
      write(name + "/4.tiff", GREY, 28, 1);
      write(name + "/further/down/5.jpg", GREY, 28, 1);
      write(name + "/.hidden/6.png", GREY, 28, 1);
    }
    Dataset dataset = load("");
    assertThat(dataset.train().count() + dataset.test().count()).isEqualTo(10);
    assertThat(dataset.train().depth()).isEqualTo(1);
    assertThat(notes)
        .contains(
            "images:%s: 2 pictures in folders of a class's folder, such as a/further/down/5.jpg:"
                    .formatted(folder)
                + " taken for the class");
  }

  @Test
  void saysWhatIsLeftOut() throws IOException {
    for (String file : "a/1.png a/2.png b/1.png b/2.png a/x.webp loose.png".split(" ")) {
      write(file, picture(8));
    }
    Files.writeString(folder.resolve("notes.txt"), "");
    load("");
    assertThat(notes)
        .containsExactly(
            "images:" + folder + ": 1 file left out, such as loose.png: not in a class's folder",
            "images:" + folder + ": 2 files left out, such as a/x.webp: no picture by its name");
    assertThat(Datasets.verify("images:" + folder, Fixtures.cacheOnly(folder)))
        .filteredOn(check -> check.remark().startsWith("left out: "))
        .extracting(FileCheck::file)
        .containsExactlyInAnyOrder("a/x.webp", "loose.png", "notes.txt");
  }

  @Test
  void saysWhereNothingIsToBeSeen() throws IOException {
    for (String file : "a/1.png a/2.png b/1.png b/2.png".split(" ")) {
      write(file, picture(8));
    }
    load("");
    assertThat(notes).isEmpty();
    write("b/0.png", new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB));
    load("");
    assertThat(notes)
        .containsExactly(
            "images:%s: nothing is to be seen in 1 of 5 pictures, such as b/0.png:"
                    .formatted(folder)
                + " one colour all over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train val", "Training validation", "train valid", "train testing"})
  void knowsTheFoldersOfTrainingAndTestByTheirNames(String names) throws IOException {
    String[] parts = names.split(" ");
    for (String part : parts) {
      write(part + "/a/1.png", picture(8));
      write(part + "/b/1.png", picture(8));
      write(part + "/b/2.png", picture(8));
    }
    Dataset dataset = load("");
    assertThat(dataset.classNames()).containsExactly("a", "b");
    assertThat(dataset.train().count()).isEqualTo(3);
    assertThat(dataset.test().count()).isEqualTo(3);
    String told =
        "images:%s: no test folder: the pictures of %s are the test"
            .formatted(folder, folder.resolve(parts[1]));
    assertThat(notes).isEqualTo(parts[1].startsWith("v") ? List.of(told) : List.of());
  }

  @Test
  void leavesValidationPicturesOutBesideATestAndSaysSo() throws IOException {
    for (String part : "train val test".split(" ")) {
      write(part + "/a/1.png", picture(8));
      write(part + "/b/1.png", picture(8));
    }
    assertThat(load("").train().count()).isEqualTo(2);
    assertThat(notes)
        .containsExactly(
            "images:"
                + folder
                + ": 2 files left out, such as val/a/1.png: not in a class's folder of train or test");
  }

  @Test
  void refusesTestAndValidationWithoutTraining() throws IOException {
    write("test/a/1.png", picture(8));
    write("val/a/1.png", picture(8));
    assertThatIOException()
        .isThrownBy(() -> load(""))
        .withMessage(folder + ": test and val, expected train beside them");
  }

  @Test
  void refusesALinkThatLeadsInACircle() throws IOException {
    write("a/1.png", picture(8));
    write("b/1.png", picture(8));
    Path link = Files.createSymbolicLink(folder.resolve("b/up"), folder);
    assertThatIOException()
        .isThrownBy(() -> load(""))
        .withMessage(link + ": a link to a folder above it");
  }

  @Test
  void namesADamagedPicture() throws IOException {
    write("a/1.png", COLOUR, 28, 1);
    write("a/2.png", COLOUR, 28, 1);
    write("b/1.png", COLOUR, 28, 1);
    Path damaged = folder.resolve("b/2.png");
    byte[] bytes = Files.readAllBytes(folder.resolve("b/1.png"));
    Files.write(damaged, Arrays.copyOf(bytes, 50));

    assertThatIOException().isThrownBy(() -> load("")).withMessageStartingWith(damaged + ": ");
    assertThat(Datasets.verify("images:" + folder, Fixtures.cacheOnly(folder)))
        .filteredOn(check -> !check.right())
        .extracting(FileCheck::file)
        .containsExactly("b/2.png");

    Files.writeString(damaged, "not a picture");
    assertThatIOException()
        .isThrownBy(() -> load(""))
        .withMessage(damaged + ": not a picture that Java can read");
  }

  @Test
  void refusesFoldersWithoutClassesOrPictures() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> load(""))
        .withMessage(folder + ": 0 class folders in it, expected two or more");
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));
    assertThatIOException()
        .isThrownBy(() -> load(""))
        .withMessageStartingWith(folder.resolve("a") + ": no picture in it, expected .bmp, .gif, ");
    assertThatIOException()
        .isThrownBy(() -> new ImageFolderSource("nowhere", cache).verify())
        .withMessage("nowhere: no such folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?size=0x5", "?size=28", "?depth=2", "?depth=1&x", "?SIZE=2x2"})
  void refusesOptionsItDoesNotKnow(String options) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(options))
        .withMessageContaining("expected size=HEIGHTxWIDTH (1 to 9999) or depth=1 or depth=3");
  }

  @Test
  void areDecodedOnceAsLongAsTheyAreTheSame() throws IOException {
    Path first = folder.resolve("a/1.png");
    write("a/1.png", GREY, 28, 100);
    write("a/2.png", GREY, 28, 100);
    write("b/1.png", GREY, 28, 200);
    write("b/2.png", GREY, 28, 200);
    byte[] before = held(load("").train()).pixels();
    FileTime time = Files.getLastModifiedTime(first);
    byte[] bytes = Files.readAllBytes(first);
    Files.write(first, new byte[bytes.length]);
    Files.setLastModifiedTime(first, time);
    assertThat(held(load("").train()).pixels()).as("not looked at again").isEqualTo(before);

    Files.setLastModifiedTime(first, FileTime.fromMillis(0));
    assertThatIOException().isThrownBy(() -> load("")).withMessageStartingWith(first + ": ");
  }

  private Dataset load(String options) throws IOException {
    return Datasets.load("images:" + folder + options, Fixtures.cacheOnly(cache), reporter);
  }

  /** Grey, a diagonal on black. */
  private static BufferedImage picture(int side) {
    BufferedImage image = new BufferedImage(side, side, GREY);
    for (int i = 0; i < side; i++) {
      image.getRaster().setSample(i, i, 0, 200);
    }
    return image;
  }

  private void write(String file, int type, int side, int value) throws IOException {
    BufferedImage image = new BufferedImage(side, side, type);
    for (int i = 0; i < side * side; i++) {
      if (type == GREY) {
        image.getRaster().setSample(i % side, i / side, 0, value);
      } else {
        image.setRGB(i % side, i / side, value);
      }
    }
    write(file, image);
  }

  private void write(String file, BufferedImage image) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String format = ending.equals("jpeg") ? "jpg" : ending.equals("webp") ? "png" : ending;
    assertThat(ImageIO.write(image, format, path.toFile())).isTrue();
  }
}
