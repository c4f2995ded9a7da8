/**
 * Replicas of a model, their gradients, averaging and placement; the result is an immutable graph.
 */
package io.github.multigpumnist.tower;
