package io.github.multigpumnist.runtime;

import java.util.Map;

/**
 * What a training step brings back.
 *
 * @param crossEntropy mean over the step's examples, before the update
 * @param inputWaitSeconds from when the step began to get a tower's examples until they were there,
 *     on average over the towers
 * @param summary a serialized Summary, or null when not asked for
 * @param placement full device names by operation, as TensorFlow placed them; empty when not asked
 *     for
 * @param correct examples that the weights before the update classify rightly; null when not asked
 *     for
 * @param trace when each operation ran; null when not asked for
 */
public record StepResult(
    float crossEntropy,
    double inputWaitSeconds,
    byte[] summary,
    Map<String, String> placement,
    Integer correct,
    StepTrace trace) {}
