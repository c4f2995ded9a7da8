package io.github.multigpumnist.cli;

import io.github.multigpumnist.search.Generation;

/** A generation as JSON shows it. */
record GenerationLine(
    int number, int networks, int trained, int saved, double best, double mean, double least) {
  static GenerationLine of(Generation g) {
    return new GenerationLine(
        g.number(), g.scores().size(), g.trained(), g.saved(), g.best(), g.mean(), g.least());
  }
}
