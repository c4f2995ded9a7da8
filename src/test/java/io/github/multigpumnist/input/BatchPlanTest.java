package io.github.multigpumnist.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tower takes which examples. */
class BatchPlanTest {

  @ParameterizedTest
  @CsvSource({
    "55000,2,64",
    "60000,3,64",
    "10,2,5",
    "11,2,5",
    "9,3,3",
    "1,1,1",
    "1,4,8",
    "7,3,2",
    "2,3,1",
    "2147483647,2,1000000000"
  })
  void sharesCoverTheEpochOnceAndEvenly(int examples, int towers, int batch) {
    BatchPlan plan = new BatchPlan(examples, towers, batch);
    long seen = 0;
    boolean empty = false;
    for (long step = 0; step < plan.stepsPerEpoch(); step++) {
      assertThat(plan.start(step)).isEqualTo(seen);
      assertThat(plan.examplesBefore(step)).isEqualTo(seen);
      int size = plan.size(step);
      assertThat(plan.share(size, 0)).isZero();
      assertThat(plan.share(size, towers)).isEqualTo(size);
      for (int tower = 0; tower < towers; tower++) {
        int own = plan.share(size, tower + 1) - plan.share(size, tower);
        assertThat(own).isBetween(size / towers, (size + towers - 1) / towers);
        assertThat(own).isLessThanOrEqualTo(batch);
        empty |= own == 0;
      }
      seen += size;
    }
    assertThat(seen).isEqualTo(examples);
    assertThat(plan.hasEmptyShares()).isEqualTo(empty);
    assertThat(plan.examplesBefore(3 * plan.stepsPerEpoch())).isEqualTo(3L * examples);
  }

  @Test
  void mnistInTwoTowersOf64() {
    BatchPlan plan = new BatchPlan(55_000, 2, 64);
    assertThat(plan.stepsPerEpoch()).isEqualTo(430);
    assertThat(plan.globalBatch()).isEqualTo(128);
    assertThat(plan.size(0)).isEqualTo(128);
    assertThat(plan.size(429)).isEqualTo(88);
    assertThat(plan.examplesBefore(430 + 1)).isEqualTo(55_128);
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new BatchPlan(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training examples is 0, expected 1 or more");
    assertThatThrownBy(() -> new BatchPlan(1, 0, 1)).hasMessage("towers is 0, expected 1 or more");
    assertThatThrownBy(() -> new BatchPlan(1, 1, -1))
        .hasMessage("batch size is -1, expected 1 or more");
    assertThatThrownBy(() -> new BatchPlan(1, 2, 2_000_000_000))
        .hasMessageContaining("too many examples in one step");
  }
}
