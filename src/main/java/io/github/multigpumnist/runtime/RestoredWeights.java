package io.github.multigpumnist.runtime;

import java.util.Locale;

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
   * @return without a line break
   */
  public String line(boolean averagesWanted) {
    if (averaged == 0) {
      return "weights: not averaged"
          + (averagesWanted
              ? ", though the run averages them: this checkpoint has no averages"
              : "");
    }
    return "weights: moving averages"
        + (averaged == trained
            ? ""
            : String.format(Locale.ROOT, " of %d of the %d variables", averaged, trained));
  }
}
