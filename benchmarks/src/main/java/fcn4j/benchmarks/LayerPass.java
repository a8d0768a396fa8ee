package fcn4j.benchmarks;

import fcn4j.graph.Parameter;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.profile.Work;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What is computed of a layer. */
public enum LayerPass {
  /** The output, as in inference. */
  FORWARD("forward", true, false, false),
  /** The gradients that training computes, after a forward pass. */
  BACKWARD("backward", false, true, true),
  /** Both, as in training. */
  FORWARD_BACKWARD("forwardBackward", true, true, true),
  /** The gradients of inputs alone. */
  INPUT_GRADIENT("gradientOfInput", false, true, false),
  /** The gradients of parameters alone. */
  PARAMETER_GRADIENT("gradientOfWeights", false, false, true);

  private final String method;
  private final boolean forward;
  private final boolean ofInputs;
  private final boolean ofParameters;

  LayerPass(String method, boolean forward, boolean ofInputs, boolean ofParameters) {
    this.method = method;
    this.forward = forward;
    this.ofInputs = ofInputs;
    this.ofParameters = ofParameters;
  }

  /**
   * The pass that a benchmark's method measures.
   *
   * @throws IllegalArgumentException if it measures none
   */
  static LayerPass of(BenchmarkParams benchmark) {
    String name = benchmark.getBenchmark();
    return Arrays.stream(values())
        .filter(pass -> name.endsWith("." + pass.method))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no pass of a layer: " + name));
  }

  /** Whether the output is computed. */
  boolean forward() {
    return forward;
  }

  /** Whether there are gradients. */
  boolean backward() {
    return ofInputs || ofParameters;
  }

  /** Whether a layer has what is to be computed. */
  public boolean existsIn(Layer layer) {
    return !backward() || wanted(layer).any();
  }

  /** What a backward pass is told. */
  GradModes wanted(Layer layer) {
    List<GradMode> inputs =
        IntStream.range(0, layer.inputs().size())
            .mapToObj(i -> mode(ofInputs && layer.hasGradient(i)))
            .toList();
    List<GradMode> parameters =
        layer.node().parameters().stream()
            .map(Parameter::trainable)
            .map(trained -> mode(ofParameters && trained))
            .toList();
    return new GradModes(inputs, parameters);
  }

  private static GradMode mode(boolean wanted) {
    return wanted ? GradMode.OVERWRITE : GradMode.IGNORE;
  }

  /** Products and bytes of it. */
  public Work work(Layer layer) {
    Work output = forward ? Work.forward(layer.op(), layer.inputs()) : Work.NONE;
    return output.plus(Work.backward(layer.op(), layer.inputs(), wanted(layer)));
  }
}
