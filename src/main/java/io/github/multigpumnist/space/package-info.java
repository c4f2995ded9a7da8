/**
 * Which networks a search may try: genes and what they may be, genomes, space files, and the
 * network that a genome stands for. Begin with {@link io.github.multigpumnist.space.Space}.
 */
package io.github.multigpumnist.space;
