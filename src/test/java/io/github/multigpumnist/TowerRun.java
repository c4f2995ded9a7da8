package io.github.multigpumnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.multigpumnist.dataset.LabeledImages;
import io.github.multigpumnist.input.BatchPlan;
import io.github.multigpumnist.input.BatchSource;
import io.github.multigpumnist.input.DirectFeed;
import io.github.multigpumnist.input.Feeds;
import io.github.multigpumnist.model.ModelSpec;
import io.github.multigpumnist.model.Precision;
import io.github.multigpumnist.model.Regularization;
import io.github.multigpumnist.model.WeightAverage;
import io.github.multigpumnist.optimizer.Momentum;
import io.github.multigpumnist.optimizer.OptimizerSpec;
import io.github.multigpumnist.runtime.DeviceRequest;
import io.github.multigpumnist.runtime.Devices;
import io.github.multigpumnist.runtime.GpuSettings;
import io.github.multigpumnist.runtime.ModelSession;
import io.github.multigpumnist.runtime.StepRequest;
import io.github.multigpumnist.runtime.StepResult;
import io.github.multigpumnist.tower.TowerGraph;
import io.github.multigpumnist.tower.TowerSpec;
import io.github.multigpumnist.tower.TrainingSpec;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** A training graph open in a session, driven step by step without the training loop. */
public final class TowerRun implements AutoCloseable {
  private final TowerGraph graph;
  private final ModelSession session;
  private final BatchPlan plan;
  private final BatchSource source;
  private long step;

  private TowerRun(Setup setup) {
    plan = new BatchPlan(setup.images.count(), setup.towers, setup.batch);
    DirectFeed input = new DirectFeed(setup.images);
    graph = setup.graph(input, plan);
    session = ModelSession.open(graph, setup.devices());
    source = input.source(plan, setup.seed);
    session.initialize();
  }

  /** What to run; one-tower momentum on the small ConvNet unless changed. */
  public static final class Setup {
    private ModelSpec model = Tiny.convnet();
    private LabeledImages images = Tiny.images(24, 1);
    private int towers = 1;
    private int batch = 6;
    private OptimizerSpec optimizer = new Momentum(0.9, true);
    private Precision precision = Precision.FLOAT32;
    private long seed = 1;
    private String variables = "cpu";
    private Regularization regularization = Regularization.NONE;
    private Optional<WeightAverage> average = Optional.empty();

    public Setup model(ModelSpec value) {
      model = value;
      return this;
    }

    public Setup images(int count) {
      images = Tiny.images(count, 1);
      return this;
    }

    public Setup towers(int count, int batchOfOne) {
      towers = count;
      batch = batchOfOne;
      return this;
    }

    public Setup optimizer(OptimizerSpec value) {
      optimizer = value;
      return this;
    }

    public Setup precision(Precision value) {
      precision = value;
      return this;
    }

    public Setup seed(long value) {
      seed = value;
      return this;
    }

    public Setup variables(String value) {
      variables = value;
      return this;
    }

    public Setup regularization(Regularization value) {
      regularization = value;
      return this;
    }

    public Setup average(WeightAverage value) {
      average = Optional.of(value);
      return this;
    }

    public TowerRun open() {
      return new TowerRun(this);
    }

    private Devices devices() {
      return Devices.choose(
          new DeviceRequest("cpu", OptionalInt.of(towers), towers, variables, GpuSettings.USUAL));
    }

    private TowerGraph graph(DirectFeed input, BatchPlan plan) {
      return TowerGraph.forTraining(
          new TowerSpec(Tiny.network(model), precision, devices().placement(), seed),
          new TrainingSpec(optimizer, regularization, average, input, plan, false, false));
    }
  }

  /** One step; the mean cross entropy before its update. */
  public float step(double rate) {
    return step(rate, new StepRequest.Extra[0]).crossEntropy();
  }

  public StepResult step(double rate, StepRequest.Extra... extras) {
    long inEpoch = step % plan.stepsPerEpoch();
    if (inEpoch == 0) {
      source.beginEpoch(session, step / plan.stepsPerEpoch(), 0);
    }
    try (Feeds feeds = source.feeds(inEpoch)) {
      step++;
      return session.step(
          feeds, new StepRequest(plan.size(inEpoch), rate, OptionalDouble.empty(), Set.of(extras)));
    }
  }

  public TowerRun steps(int count, double rate) {
    for (int i = 0; i < count; i++) {
      assertThat(step(rate)).as("loss of step %d", step).isFinite();
    }
    return this;
  }

  public ModelSession session() {
    return session;
  }

  public TowerGraph graph() {
    return graph;
  }

  public Map<String, float[]> values() {
    return session.modelValues();
  }

  /** Differences relative to the largest value of each variable. */
  public static void assertClose(
      Map<String, float[]> actual, Map<String, float[]> expected, double relative) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, wanted) -> {
          double scale = 1e-3;
          for (float w : wanted) {
            scale = Math.max(scale, Math.abs(w));
          }
          float[] got = actual.get(name);
          for (int i = 0; i < wanted.length; i++) {
            assertThat((double) got[i])
                .as("%s[%d]", name, i)
                .isCloseTo(wanted[i], within(relative * scale));
          }
        });
  }

  public static void assertEqual(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, wanted) -> assertThat(actual.get(name)).as(name).isEqualTo(wanted));
  }

  @Override
  public void close() {
    session.close();
  }
}
