package io.github.multigpumnist.search;

import io.github.multigpumnist.store.Trial;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The best networks of a study. */
public final class Ranking {
  /** Equal accuracies by lower validation loss, then by fingerprint: the same everywhere. */
  private static final Comparator<Trial> BEST_FIRST =
      Comparator.comparingDouble((Trial t) -> -t.value().orElseThrow())
          .thenComparingDouble(
              t ->
                  t.userAttributes().containsKey("validation_loss")
                      ? t.userAttributes().get("validation_loss").asDouble()
                      : Double.MAX_VALUE)
          .thenComparing(t -> t.fingerprint().orElseThrow());

  private Ranking() {}

  /**
   * The complete trials of this program, best first.
   *
   * @param trials of one study
   * @return trials that have a value and a fingerprint
   */
  public static List<Trial> of(Collection<Trial> trials) {
    return trials.stream().filter(StudyTrials::isComplete).sorted(BEST_FIRST).toList();
  }
}
