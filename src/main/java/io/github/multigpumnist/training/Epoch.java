package io.github.multigpumnist.training;

import java.util.OptionalDouble;

/**
 * What one pass over the training data came to.
 *
 * @param number from 1
 * @param trainLoss mean cross entropy over the epoch's training batches, each before its update, in
 *     nats
 * @param trainAccuracy share of right answers in the same batches, 0 to 1; empty unless {@link
 *     TrainingConfig.Reports#trainAccuracy} asks for it
 * @param validationLoss mean cross entropy of the validation images after the epoch, in nats; NaN
 *     without validation images
 * @param validationAccuracy share of right answers, 0 to 1; NaN without validation images
 * @param seconds wall time of the epoch, validation included
 */
public record Epoch(
    int number,
    double trainLoss,
    OptionalDouble trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    double seconds) {}
