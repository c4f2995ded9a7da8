package io.github.multigpumnist.compare;

import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.training.InputKind;
import java.util.List;
import java.util.Locale;

/**
 * One thing that is compared.
 *
 * @param model a model of the program, or the path of a model file
 * @param precision of the products
 * @param input how examples reach the towers
 * @param towers replicas, 1 or more
 */
public record Combination(String model, Precision precision, InputKind input, int towers) {

  /** Checks the range. */
  public Combination {
    if (towers < 1) {
      throw new IllegalArgumentException("towers is " + towers + ", expected 1 or more");
    }
  }

  /** The same with one tower: what efficiency is measured against. */
  Combination withOneTower() {
    return new Combination(model, precision, input, 1);
  }

  /** As {@code train}'s flags want it. */
  List<String> flags() {
    return List.of(
        "--model",
        model,
        "--precision",
        precisionName(),
        "--input",
        inputName(),
        "--towers",
        Integer.toString(towers));
  }

  String precisionName() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  String inputName() {
    return input.name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  @Override
  public String toString() {
    return inWords(model, precisionName(), inputName(), towers);
  }

  /** Such as {@code convnet float32, resident, 2 towers}. */
  static String inWords(String model, String precision, String input, int towers) {
    return model
        + " "
        + precision
        + ", "
        + input
        + ", "
        + towers
        + (towers == 1 ? " tower" : " towers");
  }
}
