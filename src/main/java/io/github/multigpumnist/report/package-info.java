/** What people look at: pages and pictures. Entry: {@link NetworkPicture}. */
package io.github.multigpumnist.report;
