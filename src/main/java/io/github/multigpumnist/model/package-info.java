/** Layers, shapes, initialisers and model files. */
package io.github.multigpumnist.model;
