package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.Backend;
import fcn4j.op.Concat;
import fcn4j.op.Dropout;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Max;
import fcn4j.op.Relu;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.op.Sum;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gradients of tensors that several nodes read, by finite differences; several losses. */
class FanOutTest {
  private static final Filler FILLER = new Filler.Gaussian(0.4);
  private static final StepState STEP = new StepState(Trial.SEED, 0);

  /** A net in which nearly everything has more than one reader. */
  private static Graph tangled() {
    GraphBuilder builder = LossNet.of("tangled", 3);
    builder.conv("a", "data", 4, 3, 1, FILLER);
    builder.add("ra", new Relu(), "a");
    builder.conv("b", "ra", 4, 3, 1, FILLER);
    builder.add("rb", new Relu(), "b");
    builder.add("drop", new Dropout(0.25, 3), "rb");
    builder.add("twice", new Sum(List.of(0.5f, 2f)), "ra", "ra");
    builder.add("max", new Max(), "a", "drop");
    builder.add("joined", new Concat(), "twice", "max", "rb");
    builder.conv("side", "b", 5, 1, 0, FILLER);
    SoftmaxLoss half = new SoftmaxLoss(LossNormalisation.VALID, List.of(), false, 30);
    builder.add("loss_side", half, "side", "label");
    return LossNet.end(builder, "joined", 5, FILLER);
  }

  @Test
  void gradientsOfATangledNetAreThoseOfFiniteDifferences() {
    Graph graph = tangled();
    Shape shape = new Shape(2, 3, 5, 6);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of(), Set.of("data"))) {
      parameters.initialise(Trial.SEED);
      Feeds feeds = Trial.feeds(graph, shape);
      executor.step(feeds, STEP, false);
      float[] dData = executor.readInputGradient("data").data();
      HostTensor data = feeds.floats().get("data");
      for (int i = 0; i < data.data().length; i += 7) {
        float at = data.data()[i];
        assertSlope("data " + i, dData[i], difference(executor, feeds, data.data(), i));
        assertThat(data.data()[i]).isEqualTo(at);
      }
      for (Parameter parameter : parameters.all()) {
        float[] gradient = gradientOf(executor, feeds, parameters, parameter.name());
        float[] values = parameters.get(parameter.name());
        for (int i = 0; i < values.length; i += 5) {
          double up = lossAt(executor, feeds, parameters, parameter.name(), values, i, 1);
          double down = lossAt(executor, feeds, parameters, parameter.name(), values, i, -1);
          assertSlope(parameter.name() + " " + i, gradient[i], (up - down) / (2 * DELTA));
        }
      }
    }
  }

  private static final float DELTA = 1f / 2048;

  private static float[] gradientOf(
      Executor executor, Feeds feeds, Parameters parameters, String name) {
    executor.step(feeds, STEP, false);
    return parameters.gradient(name);
  }

  private static double lossAt(
      Executor executor,
      Feeds feeds,
      Parameters parameters,
      String name,
      float[] values,
      int index,
      int sign) {
    float[] moved = values.clone();
    moved[index] += sign * DELTA;
    parameters.set(name, moved);
    double loss = preciseLoss(executor, feeds);
    parameters.set(name, values);
    return loss;
  }

  private static double difference(Executor executor, Feeds feeds, float[] data, int i) {
    float at = data[i];
    data[i] = at + DELTA;
    double up = preciseLoss(executor, feeds);
    data[i] = at - DELTA;
    double down = preciseLoss(executor, feeds);
    data[i] = at;
    return (up - down) / (2 * DELTA);
  }

  private static double preciseLoss(Executor executor, Feeds feeds) {
    executor.step(feeds, STEP, false);
    return executor.loss();
  }

  // Losses are read as floats near 100: their rounding moves a difference by up to 0.01.
  private static void assertSlope(String what, double gradient, double slope) {
    assertThat(gradient).as(what).isEqualTo(slope, offset(0.03 + 0.02 * Math.abs(gradient)));
  }

  @Test
  void severalLossesAdd() {
    Graph graph = tangled();
    Shape shape = new Shape(1, 3, 7, 6);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, true);
        Executor both = Executor.training(graph, parameters, Set.of(), Set.of("data"));
        Executor first =
            Executor.training(
                graph.prunedTo(Set.of("loss")), parameters, Set.of(), Set.of("data"));
        Executor second =
            Executor.training(
                graph.prunedTo(Set.of("loss_side")), parameters, Set.of(), Set.of("data"))) {
      parameters.initialise(Trial.SEED);
      Feeds feeds = Trial.feeds(graph, shape);
      both.step(feeds, STEP, false);
      float[] sum = both.readInputGradient("data").data();
      float[] shared = parameters.gradient("b.weight");
      first.step(feeds, STEP, false);
      float[] one = first.readInputGradient("data").data();
      second.step(feeds, STEP, true);
      float[] other = second.readInputGradient("data").data();

      assertThat(both.loss()).isEqualTo(first.loss() + second.loss(), offset(1e-4));
      assertThat(both.read("loss").data()[0]).isEqualTo((float) first.loss());
      assertThat(both.read("loss_side").data()[0]).isEqualTo((float) second.loss());
      assertThat(graph.losses()).containsExactly("loss_side", "loss");
      for (int i = 0; i < sum.length; i++) {
        assertThat(sum[i]).isEqualTo(one[i] + other[i], offset(1e-4f));
      }
      float[] accumulated = parameters.gradient("b.weight");
      for (int i = 0; i < shared.length; i++) {
        assertThat(accumulated[i]).isEqualTo(shared[i], offset(1e-3f));
      }
    }
  }

  /** The poolings of an FCN-8s feed the next stage and a skip. */
  @Test
  void skipsAddTheirGradientsToThoseOfTheTrunk() {
    Graph graph = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);
    WatchedBackend backend = new WatchedBackend(8);
    try (backend) {
      Trial trial = Trial.of(graph, backend, new Shape(1, 3, 12, 12), Set.of());
      assertThat(trial.gradients().get("conv1.weight")).isNotEqualTo(new float[108]);
      assertThat(backend.backwards)
          .startsWith("loss", "score", "upscore", "fuse_pool1", "score_pool1c", "score_pool1")
          .endsWith("pool1", "relu1", "conv1")
          .doesNotContain("prediction");
    }
  }
}
