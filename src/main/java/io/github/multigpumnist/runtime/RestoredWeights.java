package io.github.multigpumnist.runtime;

import java.util.Locale;
import java.util.Optional;

/**
 * What the variables of a restored model are.
 *
 * @param averaged how many of the trained ones have their moving averages' values
 * @param trained how many are trained
 */
public record RestoredWeights(int averaged, int trained) {

  /**
   * The kind of the values.
   *
   * @return {@code averaged}, {@code partly averaged} or {@code not averaged}
   */
  public String kind() {
    if (averaged == 0) {
      return "not averaged";
    }
    return averaged == trained ? "averaged" : "partly averaged";
  }

  /**
   * A line for people.
   *
   * @param averagesWanted whether the model was trained with averaging
   * @return without a line break; empty when averages play no part
   */
  public Optional<String> line(boolean averagesWanted) {
    if (averaged == 0) {
      return averagesWanted
          ? Optional.of(
              "weights: not averaged, though the run averages them: this checkpoint has no averages")
          : Optional.empty();
    }
    return Optional.of(
        "weights: moving averages"
            + (averaged == trained
                ? ""
                : String.format(Locale.ROOT, " of %d of the %d variables", averaged, trained)));
  }
}
