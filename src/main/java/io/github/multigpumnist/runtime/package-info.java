/** Devices, sessions and checkpoints: what opens a graph and owns its native resources. */
package io.github.multigpumnist.runtime;
