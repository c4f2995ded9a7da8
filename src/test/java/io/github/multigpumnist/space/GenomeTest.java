package io.github.multigpumnist.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GenomeTest {
  private static final Genome GENOME =
      new Genome(
          new TreeMap<>(
              java.util.Map.of(
                  "nb_neurons", 512, "nb_layers", 2, "activation", "relu", "optimizer", "adam")));

  @Test
  void fingerprintNeverChanges() { // studies of years ago must be read: never edit the number
    assertThat(GENOME).hasToString("activation=relu nb_layers=2 nb_neurons=512 optimizer=adam");
    assertThat(GENOME.fingerprint()).isEqualTo("bdc940217fb808739e572e7ced7a0c0f");
    assertThat(Sha256.seed(7, "generation 3")).isEqualTo(269270962256096L);
    assertThat(Sha256.seed(-1, "x")).isEqualTo(427610381454203L);
  }

  @Test
  void orderOfTheSpaceDoesNotMatter() {
    Space space = Spaces.tiny();
    List<Gene> reversed =
        space.genes().stream().sorted((a, b) -> b.name().compareTo(a.name())).toList();
    assertThat(new Space("r", "", reversed).at(0)).isEqualTo(space.at(0));
  }

  @Test
  void numbersAreWrittenAlike() {
    assertThat(CanonicalText.of(1.0)).isEqualTo("1");
    assertThat(CanonicalText.of(0.1)).isEqualTo("0.1");
    assertThat(CanonicalText.of(1e-7)).isEqualTo("0.0000001");
    assertThat(CanonicalText.of(2e23)).isEqualTo("200000000000000000000000");
    assertThat(CanonicalText.of(-3)).isEqualTo("-3");
  }

  @Test
  void changedGenomesAreNewOnes() {
    Genome changed = GENOME.with("nb_layers", 3);
    assertThat(changed.value("nb_layers")).isEqualTo(3);
    assertThat(GENOME.value("nb_layers")).isEqualTo(2);
    assertThat(changed.with("nb_layers", 2)).isEqualTo(GENOME);
  }

  @Test
  void unknownGeneIsNamed() {
    assertThatThrownBy(() -> GENOME.value("dropout"))
        .hasMessage(
            "gene 'dropout' is none of this genome's: [activation, nb_layers, nb_neurons,"
                + " optimizer]");
  }
}
