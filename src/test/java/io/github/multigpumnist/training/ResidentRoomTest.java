package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.multigpumnist.Tiny;
import io.github.multigpumnist.dataset.Examples;
import org.junit.jupiter.api.Test;

class ResidentRoomTest {
  private static final Examples IMAGES = Tiny.images(1000, 1); // of 64 bytes, and 12 beside each

  @Test
  void imagesThatFitAreLetPass() {
    ResidentRoom.require(IMAGES, 76_000);
  }

  @Test
  void imagesThatDoNotFitAreToldWithWhatToDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResidentRoom.require(IMAGES, 75_999))
        .withMessage(
            "input resident: 1000 images take 0.0 GB of memory, 0.0 GB are free: choose --input"
                + " batching or direct");
  }
}
