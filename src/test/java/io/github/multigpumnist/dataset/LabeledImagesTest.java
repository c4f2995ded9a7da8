package io.github.multigpumnist.dataset;

import static io.github.multigpumnist.Tiny.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabeledImagesTest {
  @Test
  void slicesPicturesWithTheirLabels() {
    LabeledImages slice = held(Fixtures.images(5, 1, 2, 1, 10).slice(1, 3));

    assertThat(slice.count()).isEqualTo(2);
    assertThat(slice.pixels()).containsExactly(11, 12, 12, 13);
    assertThat(slice.labels()).containsExactly(1, 2);
  }

  @Test
  void maybeEmpty() {
    Examples none = Fixtures.images(5, 1, 2, 1, 0).slice(2, 2);

    assertThat(none.count()).isZero();
    assertThat(none.imageSize()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"-1,2", "3,2", "0,6"})
  void refusesASliceOutside(int from, int to) {
    LabeledImages images = Fixtures.images(5, 1, 1, 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> images.slice(from, to))
        .withMessage("slice from %d to %d of 5 pictures", from, to);
  }

  @Test
  void refusesSizesThatDisagree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabeledImages(2, 2, 1, 3, new byte[7], new int[2]))
        .withMessage("pixels has 7 bytes, expected 2 pictures of 2 x 2 x 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabeledImages(1 << 16, 1 << 16, 1 << 16, 3, new byte[0], new int[1]))
        .withMessageStartingWith("pixels has 0 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabeledImages(0, 2, 1, 3, new byte[0], new int[0]))
        .withMessage("height is 0, expected at least 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void refusesALabelThatIsNoClass(int label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabeledImages(1, 1, 1, 3, new byte[2], new int[] {0, label}))
        .withMessage("label %d of picture 1: expected 0 to 2", label);
  }

  @Test
  void splitsTheFirstOffForValidation() {
    Splits splits = Fixtures.dataset().split(2);

    assertThat(held(splits.validation()).labels()).containsExactly(0, 1);
    assertThat(held(splits.train()).labels()).containsExactly(2, 0, 1, 2, 0);
    assertThat(held(splits.train()).pixels()[0]).isEqualTo((byte) 2);
    assertThat(splits.test().count()).isEqualTo(4);
  }

  @Test
  void splitsNothingOff() {
    Splits splits = Fixtures.dataset().split(0);

    assertThat(splits.validation().count()).isZero();
    assertThat(splits.train().count()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 7, 5000})
  void refusesASplitThatLeavesNothingToTrainOn(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fixtures.dataset().split(size))
        .withMessage("validation size %d: expected 0 to 6, as tiny has 7 training pictures", size);
  }

  @Test
  void refusesPartsOfAnotherShape() {
    LabeledImages wide = Fixtures.images(2, 2, 4, 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Dataset("d", Fixtures.dataset().train(), wide, List.of("a", "b", "c")))
        .withMessageContaining("training pictures are 2 x 3 x 1 of 3 classes, test pictures are");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dataset("d", wide, wide, List.of("a")))
        .withMessage("data set d: 1 class names for 3 classes");
  }
}
