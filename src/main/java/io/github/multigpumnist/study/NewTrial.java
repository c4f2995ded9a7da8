package io.github.multigpumnist.study;

import io.github.multigpumnist.space.Genome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A network to be queued.
 *
 * @param genome of the study's space; a study has it only once
 * @param seed of its training
 * @param generation that tries it first, from 0; empty where there are none
 */
public record NewTrial(Genome genome, long seed, OptionalInt generation) {

  Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(Trial.FINGERPRINT, genome.fingerprint());
    attributes.put("seed", seed);
    generation.ifPresent(g -> attributes.put(Trial.GENERATION, g));
    return attributes;
  }

  /** With it Optuna's NSGA-II goes on from these parents. */
  Map<String, Object> systemAttributes() {
    return generation.isPresent()
        ? Map.of(Trial.OPTUNA_GENERATION, generation.getAsInt())
        : Map.of();
  }
}
