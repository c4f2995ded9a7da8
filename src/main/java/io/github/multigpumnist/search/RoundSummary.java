package io.github.multigpumnist.search;

/**
 * What a round came to.
 *
 * @param round from 0
 * @param mean accuracy over all its networks, 0 to 1
 * @param best accuracy, 0 to 1
 * @param trained networks that no round before had
 * @param saved children that need no training, since the study has their score
 */
public record RoundSummary(int round, double mean, double best, int trained, int saved) {}
