package io.github.multigpumnist.training;

/**
 * An image that a network took for another class.
 *
 * @param image its position among the evaluated ones
 * @param label its class
 * @param prediction the class taken
 * @param probability the network's for the class taken, 0 to 1
 */
public record Mistake(long image, int label, int prediction, double probability) {}
