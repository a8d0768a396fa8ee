package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.Nets;
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.op.Relu;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cheap first convolution is computed twice, and nothing but the memory tells. */
class RecomputationTest {
  private static final Shape IMAGE = new Shape(2, 3, 20, 24);
  private static final Filler FILLER = new Filler.He();

  /** The first convolution takes one of some thousand multiply-adds; two layers read it. */
  private static Graph graph() {
    GraphBuilder builder = LossNet.of("deep", 3);
    builder.conv("conv1", "data", 8, 1, 0, FILLER);
    builder.add("relu1", new Relu(), "conv1");
    builder.conv("conv2", "relu1", 40, 3, 1, FILLER);
    builder.add("relu2", new Relu(), "conv2");
    builder.conv("conv3", "relu2", 40, 3, 1, FILLER);
    builder.add("relu3", new Relu(), "conv3");
    return LossNet.end(builder, "relu3", 4, FILLER);
  }

  private record Outcome(double loss, Map<String, float[]> gradients, long bytes) {}

  private static Outcome train(Backend backend, Set<String> kept) {
    Graph graph = graph();
    ByteTensor labels = new ByteTensor(IMAGE.withChannels(1), new byte[2 * 20 * 24]);
    try (Parameters parameters = new Parameters(graph, backend, true)) {
      parameters.initialise(3);
      Graph fused = Fusion.rewrite(graph.forTraining(kept), kept);
      try (Executor executor = Executor.training(fused, parameters, kept)) {
        HostTensor image = HostTensor.zeros(IMAGE);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < image.data().length; i++) {
          image.data()[i] = (float) random.nextDouble(-1, 1);
        }
        Feeds feeds = Feeds.of("data", image).with("label", labels);
        executor.step(feeds, new StepState(1, 0), false);
        executor.step(feeds, new StepState(1, 1), true);
        Map<String, float[]> gradients = new HashMap<>();
        for (Parameter parameter : parameters.all()) {
          gradients.put(parameter.name(), parameters.gradient(parameter.name()));
        }
        return new Outcome(executor.loss(), gradients, executor.activationBytes());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "onednn"})
  void givesTheSameBits(String name) {
    try (Backend backend = name.equals("onednn") ? new OnednnBackend(2) : new ReferenceBackend(2)) {
      Outcome keeping = train(backend, Set.of("relu1"));
      Outcome recomputing = train(backend, Set.of());
      assertThat(recomputing.loss()).isEqualTo(keeping.loss());
      keeping
          .gradients()
          .forEach((parameter, gradient) ->
              assertThat(recomputing.gradients().get(parameter)).as(parameter).isEqualTo(gradient));
      assertThat(recomputing.bytes()).isLessThan(keeping.bytes());
    }
  }

  @Test
  void choosesTheFirstConvolutionOfVgg16() {
    Map<String, Shape> inputs =
        Map.of("data", new Shape(1, 3, 500, 500), "label", new Shape(1, 1, 500, 500));
    Graph fused = Fusion.rewrite(Nets.build("fcn8s", 21).forTraining(Set.of()), Set.of());
    assertThat(chosen(fused, inputs, Set.of())).containsExactly("relu1_1");
    assertThat(chosen(fused, inputs, Set.of("relu1_1"))).isEmpty();
  }

  /** A ReLU of its own works in the convolution's memory. */
  @Test
  void leavesWhatIsWorkedOnInPlace() {
    Map<String, Shape> inputs = Map.of("data", IMAGE, "label", IMAGE.withChannels(1));
    assertThat(chosen(graph(), inputs, Set.of())).isEmpty();
  }

  private static Set<String> chosen(Graph graph, Map<String, Shape> inputs, Set<String> fixed) {
    return Recomputation.of(
        graph, graph.shapes(inputs), new Backpropagation(graph, Set.of()), fixed);
  }
}
