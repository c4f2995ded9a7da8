package io.github.multigpumnist.dataset;

/**
 * A data set in the three parts that training uses; no picture is in two of them.
 *
 * @param train what the weights are fitted to
 * @param validation what choices are made by, such as early stopping; may be empty
 * @param test touched once, at the end
 */
public record Splits(Examples train, Examples validation, Examples test) {}
