/**
 * What people look at: self-contained HTML pages with pictures, which need neither scripts nor a
 * network. Entry: {@link io.github.multigpumnist.report.RunReport}, {@link
 * io.github.multigpumnist.report.StudyReport}, {@link
 * io.github.multigpumnist.report.NetworkPicture}, {@link
 * io.github.multigpumnist.report.TracePicture}.
 */
package io.github.multigpumnist.report;
