/** The mains: parse, call one method, print. */
package io.github.multigpumnist.cli;
