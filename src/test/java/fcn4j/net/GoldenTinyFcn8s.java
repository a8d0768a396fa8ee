package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import fcn4j.weights.Npy;
import fcn4j.weights.NpyArray;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;

/**
 * A whole FCN-8s of three stages against PyTorch in double precision: every activation, the loss,
 * every gradient, and three steps of SGD.
 */
public final class GoldenTinyFcn8s {
  private static final Map<String, String> SUFFIXES = Map.of("weight", "w", "bias", "b");

  /** Golden activations by node; the golden net's convolutions are taken after their ReLU. */
  private static final Map<String, String> RENAMED =
      Map.of("conv1", "relu1", "conv2", "relu2", "conv3", "relu3", "fc6", "relu6", "fc7", "relu7");

  private static final List<String> ACTIVATIONS =
      List.of(
          "conv1",
          "pool1",
          "conv2",
          "pool2",
          "conv3",
          "pool3",
          "fc6",
          "fc7",
          "score_fr",
          "upscore2",
          "fuse_pool2",
          "upscore_pool2",
          "fuse_pool1",
          "upscore",
          "score");

  private final Backend backend;
  private final double tolerance;

  /**
   * The checks on a backend.
   *
   * @param tolerance what a value may be off, as a share of its array's largest
   */
  public GoldenTinyFcn8s(Backend backend, double tolerance) {
    this.backend = backend;
    this.tolerance = tolerance;
  }

  /** Checks every activation, the loss and every gradient of the net as it is written. */
  public void checkUnfused() {
    try (Parameters parameters = parameters(graph(), backend)) {
      Set<String> kept =
          Set.copyOf(ACTIVATIONS.stream().map(name -> RENAMED.getOrDefault(name, name)).toList());
      try (Executor executor = Executor.training(graph(), parameters, kept, Set.of("data"))) {
        executor.step(feeds(), new StepState(1, 0), false);

        assertThat(executor.loss()).isEqualTo(golden("loss_sum")[0], within(1242));
        for (String name : ACTIVATIONS) {
          HostTensor actual = executor.read(RENAMED.getOrDefault(name, name));
          assertClose("activation of " + name, actual.data(), golden("act." + name));
        }
        assertGradients(parameters, executor);
      }
    }
  }

  /** Checks the loss and every gradient of the fused net. */
  public void checkFused() {
    Graph fused = Fusion.rewrite(graph(), Set.of());
    try (Parameters parameters = parameters(fused, backend);
        Executor executor = Executor.training(fused, parameters, Set.of(), Set.of("data"))) {
      executor.step(feeds(), new StepState(1, 0), false);

      assertThat(executor.loss()).isEqualTo(golden("loss_sum")[0], within(1242));
      assertGradients(parameters, executor);
    }
  }

  /** Checks the losses of three steps of SGD and the parameters after them. */
  public void checkThreeStepsOfSgd(boolean fuse) {
    Graph graph = fuse ? Fusion.rewrite(graph(), Set.of()) : graph();
    try (Parameters parameters = parameters(graph, backend);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      double[] losses = golden("train_losses");
      for (int step = 0; step < 3; step++) {
        executor.step(feeds(), new StepState(1, step), false);
        assertThat(executor.loss()).isEqualTo(losses[step], within(losses[step]));
        parameters.update(1e-3, 0.9, 5e-4, 1, 0);
        freezeUpsampling(parameters);
      }
      executor.forward(feeds());
      assertThat(executor.loss()).isEqualTo(losses[3], within(losses[3]));
      for (Parameter parameter : parameters.all()) {
        if (!parameter.name().startsWith("upscore")) {
          double[] expected = golden("after3." + goldenName(parameter));
          assertClose(parameter.name(), parameters.get(parameter.name()), expected);
        }
      }
    }
  }

  /**
   * The golden upsampling is dense and not quite bilinear; a net that learns all of it has the same
   * layers and gives its gradients, too.
   */
  private static Graph graph() {
    return TinyNets.fcn(TinyNets.GOLDEN, FcnVariant.FCN_8S, Upsampling.ALL_LEARNED);
  }

  private static Parameters parameters(Graph graph, Backend backend) {
    Parameters parameters = new Parameters(graph, backend, true);
    for (Parameter parameter : parameters.all()) {
      parameters.set(parameter.name(), floats(golden("param." + goldenName(parameter))));
    }
    return parameters;
  }

  private static void freezeUpsampling(Parameters parameters) {
    for (Parameter parameter : parameters.all()) {
      if (parameter.name().startsWith("upscore")) {
        parameters.set(parameter.name(), floats(golden("param." + goldenName(parameter))));
      }
    }
  }

  private void assertGradients(Parameters parameters, Executor executor) {
    assertClose("gradient of data", executor.readInputGradient("data").data(), golden("grad.data"));
    for (Parameter parameter : parameters.all()) {
      double[] expected = golden("grad." + goldenName(parameter));
      assertClose(
          "gradient of " + parameter.name(), parameters.gradient(parameter.name()), expected);
    }
  }

  private static String goldenName(Parameter parameter) {
    String name = parameter.name();
    int dot = name.lastIndexOf('.');
    return name.substring(0, dot + 1) + SUFFIXES.get(name.substring(dot + 1));
  }

  private static Feeds feeds() {
    double[] labels = golden("label");
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) (int) labels[i];
    }
    return Feeds.of("data", new HostTensor(new Shape(2, 3, 15, 17), floats(golden("data"))))
        .with("label", new ByteTensor(new Shape(2, 1, 15, 17), bytes));
  }

  private Offset<Double> within(double scale) {
    return Offset.offset(tolerance * scale);
  }

  private void assertClose(String what, float[] actual, double[] expected) {
    assertThat(actual.length).as(what).isEqualTo(expected.length);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s, element %d", what, i)
          .isEqualTo(expected[i], within(largest));
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] golden(String name) {
    String file = "/golden/e2e_tiny_fcn8s.%s.npy".formatted(name);
    InputStream stream = GoldenTinyFcn8s.class.getResourceAsStream(file);
    NpyArray array = Npy.read(Objects.requireNonNull(stream, file), file);
    return array.toDoubles();
  }
}
