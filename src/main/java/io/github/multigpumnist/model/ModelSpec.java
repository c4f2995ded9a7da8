package io.github.multigpumnist.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * A sequential network and the recipes to train it: the content of a model file. The last layer's
 * outputs are the logits, one a class.
 *
 * @param name of the model
 * @param description a sentence for people
 * @param preprocessing what happens to pixels before the first layer
 * @param layers in order
 * @param recipes by name; one is called {@code default}
 */
public record ModelSpec(
    String name,
    String description,
    @JsonProperty("input") Preprocessing preprocessing,
    List<Layer> layers,
    Map<String, Recipe> recipes) {

  /** Checks that everything is there and that layers' names differ. */
  public ModelSpec {
    Objects.requireNonNull(name, "name is missing");
    if (preprocessing == null) {
      throw new IllegalArgumentException("input is missing: expected {\"scale\":, \"offset\":}");
    }
    if (layers == null || layers.isEmpty()) {
      throw new IllegalArgumentException("layers is missing or empty");
    }
    if (recipes == null || recipes.isEmpty()) {
      throw new IllegalArgumentException("recipes is missing or empty");
    }
    description = Objects.requireNonNullElse(description, "");
    Set<String> seen = new HashSet<>();
    for (Layer layer : layers) {
      if (layer == null) {
        throw new IllegalArgumentException("layers has a null, expected a layer");
      }
      if (!seen.add(layer.name())) {
        throw new IllegalArgumentException(
            "layer name '" + layer.name() + "' stands twice: names must differ");
      }
    }
    recipes.forEach(
        (recipe, settings) -> Objects.requireNonNull(settings, "recipe '" + recipe + "' is null"));
    layers = List.copyOf(layers);
    recipes = Collections.unmodifiableMap(new LinkedHashMap<>(recipes)); // in the file's order
  }

  /**
   * The model for a data set: layers of {@code "classes"} units get their number, and every shape
   * is checked.
   *
   * @param input height × width × depth of one image
   * @param classes number of classes
   * @return the network, ready to be built
   * @throws IllegalArgumentException naming the layer that does not fit
   */
  public Network forData(Shape input, int classes) {
    List<Layer> resolved = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>(List.of(input));
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Layer fitted = layer instanceof Dense dense ? dense.forClasses(classes) : layer;
      resolved.add(fitted);
      try {
        shapes.add(fitted.outputShape(shapes.get(i)));
      } catch (IllegalArgumentException e) {
        throw new LayerMisfitException(i, e.getMessage());
      }
    }
    Shape output = shapes.get(layers.size());
    if (!output.equals(Shape.of(classes))) {
      throw new LayerMisfitException(
          layers.size() - 1,
          String.format(
              Locale.ROOT,
              "model '%s': last layer '%s' gives %s, expected one output a class (%d)",
              name,
              layers.get(layers.size() - 1).name(),
              output,
              classes));
    }
    return new Network(name, preprocessing, List.copyOf(resolved), List.copyOf(shapes), classes);
  }

  /**
   * Finds a recipe.
   *
   * @param recipe its name
   * @return the recipe
   * @throws IllegalArgumentException listing the recipes there are
   */
  public Recipe recipe(String recipe) {
    Recipe found = recipes.get(recipe);
    if (found == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model '%s' has no recipe '%s', expected one of %s",
              name,
              recipe,
              String.join(", ", recipes.keySet().stream().sorted().toList())));
    }
    return found;
  }
}
