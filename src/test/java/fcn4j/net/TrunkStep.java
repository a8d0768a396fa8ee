package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Filler;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One training step of a narrow net on AlexNet or GoogLeNet: loss and every gradient. */
public record TrunkStep(double loss, Map<String, float[]> gradients) {
  /** The nets. */
  public static final List<String> NETS = List.of("fcn-alexnet-narrow", "fcn-googlenet-8s-narrow");

  private static final Shape IMAGE = new Shape(1, 3, 33, 35);

  /** Takes the step, dropout and fusion included. */
  public static TrunkStep of(String net, Backend backend) {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.VALID);
    Graph graph = Nets.build(net, NetOptions.of(TinyNets.CLASSES).withLoss(loss));
    Graph fused = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(fused, parameters, Set.of())) {
      parameters.initialise(3);
      Filler filler = new Filler.Gaussian(0.05);
      // Biases, too: the margin's outputs would be 0, where a rounding decides what ReLU passes on.
      for (Parameter p : parameters.all()) {
        if (p.name().startsWith("score_") || p.name().endsWith(".bias")) {
          parameters.set(p.name(), filler.fill(p.name(), p.spec(), 5));
        }
      }
      Feeds feeds =
          Feeds.of("data", TinyNets.image(IMAGE, 1))
              .with("label", TinyNets.labels(IMAGE, TinyNets.CLASSES, 2));
      executor.step(feeds, new StepState(1, 0), false);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (Parameter p : parameters.all()) {
        if (p.trainable()) {
          gradients.put(p.name(), parameters.gradient(p.name()));
        }
      }
      return new TrunkStep(executor.loss(), gradients);
    }
  }

  /**
   * Holds a backend against the reference.
   *
   * @param tolerance share of an array's largest value
   */
  public static void check(String net, Backend backend, double tolerance) {
    TrunkStep actual = of(net, backend);
    try (Backend reference = new ReferenceBackend()) {
      TrunkStep expected = of(net, reference);
      assertThat(actual.loss).isEqualTo(expected.loss, offset(tolerance * expected.loss));
      expected.gradients.forEach((name, values) ->
          assertClose(name, Objects.requireNonNull(actual.gradients.get(name)), values, tolerance));
    }
  }

  private static void assertClose(String name, float[] actual, float[] expected, double tolerance) {
    double largest = 0;
    double furthest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      furthest = Math.max(furthest, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(largest).as(name).isPositive();
    assertThat(furthest / largest).as(name).isLessThan(tolerance);
  }
}
