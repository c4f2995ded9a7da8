/**
 * Labelled uint8 images and where they come from: {@link io.github.multigpumnist.dataset.Datasets}
 * finds or downloads a data set by name, {@link io.github.multigpumnist.dataset.SyntheticDigits}
 * draws one, {@link io.github.multigpumnist.dataset.Examples} are read when they are asked for,
 * {@link io.github.multigpumnist.dataset.RecordFiles} are their copy as TFRecords.
 */
package io.github.multigpumnist.dataset;
