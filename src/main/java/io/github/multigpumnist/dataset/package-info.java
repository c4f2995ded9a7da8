/**
 * Labelled uint8 images and where they come from: {@link io.github.multigpumnist.dataset.Datasets}
 * finds or downloads a data set by name, {@link io.github.multigpumnist.dataset.SyntheticDigits}
 * draws one, {@link io.github.multigpumnist.dataset.RecordFiles} writes one as TFRecords.
 */
package io.github.multigpumnist.dataset;
