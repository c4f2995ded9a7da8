/** Labelled uint8 images and where they come from: named data sets, folders, downloads, splits. */
package io.github.multigpumnist.dataset;
