package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.ParameterRule;
import fcn4j.graph.Parameters;
import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.testing.GoldenCase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the solver against updates that numpy (Caffe's rule) and PyTorch (its own) computed. */
class SgdTest {
  private static final String NAME = "w.weight";
  private static final double TOLERANCE = 2e-6;

  @ParameterizedTest
  @ValueSource(strings = {"sgd_caffe", "sgd_caffe_mult_itersize"})
  void followsCaffe(String id) {
    GoldenCase golden = GoldenCase.named(id);
    float rateMultiplier = (float) golden.real("lr_mult");
    float decayMultiplier = (float) golden.real("decay_mult");
    Sgd sgd =
        new Sgd(
            new LearningRate.Fixed(0),
            golden.real("momentum"),
            golden.real("weight_decay"),
            golden.whole("iter_size"),
            0);
    try (GivenGradients backend = new GivenGradients();
        Parameters parameters = parameters(backend, rateMultiplier, decayMultiplier)) {
      parameters.set(NAME, floats(golden.values("w0")));
      for (int step = 1; step <= golden.whole("steps"); step++) {
        backend.give(gradient(golden, step));
        sgd.withRate(new LearningRate.Fixed(rate(golden, step))).update(parameters, step - 1);
        assertClose(parameters.get(NAME), golden.values("w" + step));
        assertClose(parameters.momentum(NAME), golden.values("v" + step));
      }
    }
  }

  /**
   * PyTorch keeps the rate outside of the history. With the momentum times the quotient of the
   * rates, Caffe's rule makes the same steps, and its history is the rate times PyTorch's.
   */
  @Test
  void givesPyTorchsStepsWithRescaledMomentum() {
    GoldenCase golden = GoldenCase.named("sgd_torch");
    try (GivenGradients backend = new GivenGradients();
        Parameters parameters = parameters(backend, 1, 1)) {
      parameters.set(NAME, floats(golden.values("w0")));
      for (int step = 1; step <= golden.whole("steps"); step++) {
        double rate = rate(golden, step);
        double before = rate(golden, Math.max(1, step - 1));
        Sgd sgd =
            Sgd.fixed(rate, golden.real("momentum") * rate / before, golden.real("weight_decay"));
        backend.give(gradient(golden, step));
        sgd.update(parameters, step - 1);
        assertClose(parameters.get(NAME), golden.values("w" + step));
        double[] history = golden.values("v" + step);
        for (int i = 0; i < history.length; i++) {
          history[i] *= rate;
        }
        assertClose(parameters.momentum(NAME), history);
      }
    }
  }

  /**
   * Nesterov's rule has the same history, and steps along gradient + momentum * history; the solver
   * does not offer it. From the same weights its history is ours, and its step follows from it.
   */
  @Test
  void keepsTheHistoryOfNesterovsRule() {
    GoldenCase golden = GoldenCase.named("sgd_torch_nesterov");
    double momentum = golden.real("momentum");
    try (GivenGradients backend = new GivenGradients();
        Parameters parameters = parameters(backend, 1, 1)) {
      Sgd unitRate = Sgd.fixed(1, momentum, golden.real("weight_decay"));
      double[] before = new double[12];
      for (int step = 1; step <= golden.whole("steps"); step++) {
        double[] weights = golden.values("w" + (step - 1));
        double rate = rate(golden, step);
        parameters.set(NAME, floats(weights));
        backend.give(gradient(golden, step));
        unitRate.update(parameters, step - 1);
        float[] history = parameters.momentum(NAME);
        assertClose(history, golden.values("v" + step));
        float[] next = new float[12];
        for (int i = 0; i < next.length; i++) {
          double gradient = history[i] - momentum * before[i];
          next[i] = (float) (weights[i] - rate * (gradient + momentum * history[i]));
          before[i] = history[i];
        }
        assertClose(next, golden.values("w" + step));
      }
    }
  }

  /** Norm 5 of the sum of two passes: clipped to 1, then halved, and only then decayed. */
  @Test
  void clipsTheSumBeforeItIsAveraged() {
    Sgd sgd = new Sgd(new LearningRate.Fixed(0.5), 0, 0.1, 2, 1);
    try (GivenGradients backend = new GivenGradients();
        Parameters parameters = parameters(backend, 1, 1)) {
      float[] weights = new float[12];
      weights[2] = 1;
      parameters.set(NAME, weights);
      float[] gradient = new float[12];
      gradient[0] = 3;
      gradient[1] = 4;
      backend.give(gradient);
      sgd.update(parameters, 0);
      double[] expected = new double[12];
      expected[0] = -0.5 * 3 / 5 / 2;
      expected[1] = -0.5 * 4 / 5 / 2;
      expected[2] = 1 - 0.5 * 0.1;
      assertClose(parameters.get(NAME), expected);
    }
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> Sgd.fixed(1, 1, 0)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> Sgd.fixed(1, -0.1, 0)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> Sgd.fixed(1, 0, -1)).hasMessageContaining("weight decay");
    assertThatThrownBy(() -> Sgd.fixed(1, 0, 0).withIterSize(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> Sgd.fixed(1, 0, 0).withClipNorm(Double.NaN))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("NaN");
  }

  private static double rate(GoldenCase golden, int step) {
    return golden.attributes().get("lr").get(step - 1).asDouble();
  }

  private static float[] gradient(GoldenCase golden, int step) {
    float[] sum = floats(golden.values("g" + step));
    if (golden.has("g" + step + "b")) {
      double[] second = golden.values("g" + step + "b");
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) second[i];
      }
    }
    return sum;
  }

  private static Parameters parameters(
      GivenGradients backend, float rateMultiplier, float decayMultiplier) {
    GraphBuilder builder = new GraphBuilder("weights");
    String data = builder.input("data", 4);
    Conv2d op =
        new Conv2d(4, 3, Extent2.ONE, Extent2.ONE, Extent2.square(0), Extent2.ONE, 1, false);
    ParameterRule rule = new ParameterRule(new Filler.Constant(0), rateMultiplier, decayMultiplier);
    builder.add("w", op, List.of(rule), data);
    Graph graph = builder.build();
    return new Parameters(graph, backend, true);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("element %d: %s, expected %s", i, actual[i], expected[i])
          .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(expected[i])));
    }
  }
}
