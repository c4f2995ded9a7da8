package io.github.multigpumnist.tower;

import io.github.multigpumnist.model.Network;
import io.github.multigpumnist.model.Precision;

/**
 * What every graph of a model has.
 *
 * @param network the model, fitted to the data
 * @param precision of the products
 * @param placement a device for each tower, and those of the variables
 * @param seed of initial values and dropout
 */
public record TowerSpec(Network network, Precision precision, Placement placement, long seed) {}
