package io.github.multigpumnist.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataDescriptionTest {
  private static final List<String> NAMES = List.of("a");

  /** Squares of a side between {@code least} and {@code most} on a plain ground. */
  private static LabeledImages squares(int least, int most, int ground, int ink) {
    Random random = new Random(1);
    byte[] pixels = new byte[100 * 12 * 12];
    for (int i = 0; i < 100; i++) {
      int side = least + random.nextInt(most - least + 1);
      int at = 1 + random.nextInt(11 - side);
      for (int p = 0; p < 144; p++) {
        boolean inside = p / 12 >= at && p / 12 < at + side && p % 12 >= at && p % 12 < at + side;
        pixels[i * 144 + p] = (byte) (inside ? ink : ground);
      }
    }
    return new LabeledImages(12, 12, 1, 1, pixels, new int[100]);
  }

  @Test
  void seesThingsOnPlainGround() {
    DataDescription light = DataDescription.of(squares(8, 8, 0, 200), NAMES);
    assertThat(light).isEqualTo(new DataDescription(12, 12, 1, NAMES, 0, 8, PictureFit.CENTER));
    DataDescription dark = DataDescription.of(squares(7, 7, 250, 30), NAMES);
    assertThat(dark).isEqualTo(new DataDescription(12, 12, 1, NAMES, 250, 7, PictureFit.CENTER));
    Dataset digits = SyntheticDigits.generate(1, 200, 10);
    DataDescription drawn = DataDescription.of(digits.train(), digits.classNames());
    assertThat(drawn.fit()).isEqualTo(PictureFit.CENTER);
    assertThat(drawn.inkSide()).isBetween(15, 25);
    assertThat(drawn.classNames()).hasSize(10);
  }

  @Test
  void seesThatThereIsNoGround() {
    assertThat(DataDescription.of(squares(7, 7, 120, 200), NAMES).fit()).isEqualTo(PictureFit.PAD);
    LabeledImages plain = new LabeledImages(2, 2, 1, 1, new byte[8], new int[2]);
    assertThat(DataDescription.of(plain, NAMES).fit()).isEqualTo(PictureFit.PAD);
    byte[] noise = new byte[100 * 144];
    new Random(1).nextBytes(noise);
    LabeledImages filled = new LabeledImages(12, 12, 1, 1, noise, new int[100]);
    assertThat(DataDescription.of(filled, NAMES).fit()).isEqualTo(PictureFit.PAD);
    LabeledImages colour = Fixtures.images(3, 4, 5, 3, 0);
    assertThat(DataDescription.of(colour, NAMES))
        .extracting(DataDescription::fit, DataDescription::inkSide)
        .containsExactly(PictureFit.PAD, 4);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataDescription(0, 2, 1, NAMES, 0, 1, PictureFit.PAD))
        .withMessage("images of 0 x 2 x 1, expected at least 1 x 1 x 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataDescription(2, 2, 1, List.of(), 0, 1, PictureFit.PAD))
        .withMessage("class names are missing, expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataDescription(2, 2, 1, NAMES, 256, 1, PictureFit.PAD))
        .withMessage("background is 256, expected 0 (black) to 255 (white)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataDescription(2, 2, 1, NAMES, 0, 3, PictureFit.PAD))
        .withMessage("ink side is 3, expected 1 to 2");
  }
}
