package io.github.multigpumnist.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.multigpumnist.study.Pruning;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrunerTest {
  private static Pruner.Curve curve(boolean complete, double... accuracy) {
    TreeMap<Integer, Double> values = new TreeMap<>();
    for (double value : accuracy) {
      values.put(values.size() + 1, value);
    }
    return new Pruner.Curve(values, complete);
  }

  /** Means up to epoch 2: 0.15, 0.25, 0.35, 0.45, 0.55; later epochs are much better. */
  private static List<Pruner.Curve> five() {
    List<Pruner.Curve> curves = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      curves.add(curve(true, i / 10.0, i / 10.0 + 0.1, 0.9));
    }
    return curves;
  }

  @Test
  void medianComparesTheBestSoFarWithTheMedianOfMeans() {
    Pruner median = new MedianPruner();
    assertThat(median.givesUp(curve(false, 0.34, 0.3), five())).isTrue();
    assertThat(median.givesUp(curve(false, 0.35, 0.1), five())).isFalse(); // equal is not worse
    assertThat(median.givesUp(curve(false, 0.1, 0.36), five())).isFalse();
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    List<Pruner.Curve> six = five();
    six.add(curve(true, 0.65, 0.65)); // the middle means: 0.35 and 0.45
    assertThat(new MedianPruner().givesUp(curve(false, 0.39, 0.39), six)).isTrue();
    assertThat(new MedianPruner().givesUp(curve(false, 0.41, 0.39), six)).isFalse();
  }

  @Test
  void medianWaitsForFiveCompleteTrials() {
    List<Pruner.Curve> four = new ArrayList<>(five().subList(0, 4));
    four.add(curve(false, 0.9, 0.9));
    four.add(curve(true));
    assertThat(new MedianPruner().givesUp(curve(false, 0.0, 0.0), four)).isFalse();
  }

  @Test
  void curvesThatEndedEarlierCountUpToTheirEnd() {
    List<Pruner.Curve> five = five();
    assertThat(new MedianPruner().givesUp(curve(false, 0.1, 0.1, 0.1, 0.1, 0.4), five))
        .isTrue(); // means of three epochs: 0.4, 0.467, 0.533, …
  }

  @Test
  void halvingKeepsTheBetterHalfOfARung() {
    List<Pruner.Curve> others =
        List.of(curve(false, 0.1, 0.5), curve(true, 0.1, 0.6, 0.7), curve(false, 0.1));
    Pruner halving = new HalvingPruner(); // three at epoch 2: two go on
    assertThat(halving.givesUp(curve(false, 0.1, 0.4), others)).isTrue();
    assertThat(halving.givesUp(curve(false, 0.1, 0.55), others)).isFalse();
    assertThat(halving.givesUp(curve(false, 0.1, 0.7), others)).isFalse();
  }

  @Test
  void halvingLooksAtItsRungsOnly() {
    List<Pruner.Curve> others = List.of(curve(true, 0.9, 0.9, 0.9, 0.9, 0.9));
    Pruner halving = new HalvingPruner();
    assertThat(halving.givesUp(curve(false, 0.1), others)).isFalse();
    assertThat(halving.givesUp(curve(false, 0.1, 0.1), others)).isTrue();
    assertThat(halving.givesUp(curve(false, 0.1, 0.1, 0.1), others)).isFalse();
    assertThat(halving.givesUp(curve(false, 0.1, 0.1, 0.1, 0.1), others)).isTrue();
    assertThat(halving.givesUp(curve(false, 0.1, 0.1, 0.1, 0.1), List.of())).isFalse();
  }

  @Test
  void aStudyNamesThem() {
    assertThat(Pruning.names()).containsExactly("none", "median", "halving");
    assertThat(Pruner.of(Pruning.of("median"))).isEqualTo(new MedianPruner());
    assertThat(Pruner.of(Pruning.of("halving"))).isEqualTo(new HalvingPruner());
    assertThat(Pruner.of(Pruning.of("none")).givesUp(curve(false, 0), five())).isFalse();
    assertThatThrownBy(() -> Pruning.of("hyperband"))
        .hasMessage("pruner is hyperband, expected one of none, median, halving");
  }
}
