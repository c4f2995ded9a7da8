/**
 * Who takes part in a training over several machines, as TensorFlow's cluster dictionary tells it.
 * Begin with {@link io.github.multigpumnist.cluster.ClusterSpec}; what a process is told of its own
 * place is a {@link io.github.multigpumnist.cluster.Membership}. Of TensorFlow only the protocol
 * buffers are used: nothing here opens a connection.
 */
package io.github.multigpumnist.cluster;
