package io.github.multigpumnist.training;

import io.github.multigpumnist.runtime.ModelSession;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps the best epoch's weights in memory, and nothing else. */
final class BestWeights implements Keeper {
  private static final String REMEDY = "try a lower learning rate";
  private final ModelSession session;
  private Map<String, float[]> latest = Map.of();
  private Map<String, float[]> best = Map.of();

  BestWeights(ModelSession session) {
    this.session = session;
  }

  @Override
  public boolean keep(long step, Supplier<RunState> state) {
    return false;
  }

  @Override
  public void requireFiniteWeights(long step) {
    latest = session.modelValues();
    DivergedException.sign(latest)
        .ifPresent(
            sign -> {
              throw DivergedException.at(sign, step, REMEDY);
            });
  }

  @Override
  public void keepBest(long step, RunState state) {
    best = latest;
  }

  @Override
  public Optional<String> restoreBest() {
    if (!best.isEmpty()) {
      session.assignModel(best);
    }
    return Optional.empty();
  }

  @Override
  public void end(long step, RunState state) {}

  @Override
  public DivergedException diverged(float loss, long step) {
    return DivergedException.at("loss is " + loss, step, REMEDY);
  }
}
