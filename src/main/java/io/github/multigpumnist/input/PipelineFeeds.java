package io.github.multigpumnist.input;

import org.tensorflow.Operand;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * What the pipelines are told when an epoch begins.
 *
 * @param files of records, in the order of reading
 * @param compression of all of them, as TensorFlow names it
 * @param seed of the epoch
 * @param skip global batches that are passed over
 */
record PipelineFeeds(
    Operand<TString> files,
    Operand<TString> compression,
    Operand<TInt64> seed,
    Operand<TInt64> skip) {}
