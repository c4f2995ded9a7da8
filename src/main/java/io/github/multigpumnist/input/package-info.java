/**
 * How examples reach the graph: batching from TFRecords, direct feed, data resident in the graph.
 */
package io.github.multigpumnist.input;
