package io.github.multigpumnist.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SurestMistakesTest {
  private static final float[] LOGITS = {9, 0, 0, 0, 1, 0, 3, 1, 2, 900, 1000, 0};

  @Test
  void theSurestComesFirst() {
    SurestMistakes all = new SurestMistakes(10);
    all.add(new int[] {0, 1, 2, 2}, LOGITS);

    List<Mistake> mistakes = all.list();
    assertThat(mistakes).extracting(Mistake::image).containsExactly(3L, 2L);
    assertThat(mistakes).extracting(Mistake::label).containsExactly(2, 2);
    assertThat(mistakes).extracting(Mistake::prediction).containsExactly(1, 0);
    assertThat(mistakes.get(0).probability()).isEqualTo(1); // of logits whose exp overflows
    double sum = Math.exp(3) + Math.exp(1) + Math.exp(2);
    assertThat(mistakes.get(1).probability()).isCloseTo(Math.exp(3) / sum, within(1e-12));
  }

  @Test
  void ofManyTheSurestAreKeptAndOfEqualsTheEarlier() {
    SurestMistakes two = new SurestMistakes(2);
    for (int i = 0; i < 3; i++) {
      two.add(new int[] {2, 1}, new float[] {1, 0, 0, 5, 0, 0});
    }
    assertThat(two.list()).extracting(Mistake::image).containsExactly(1L, 3L);
  }
}
