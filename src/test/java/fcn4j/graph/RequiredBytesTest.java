package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.net.Nets;
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.op.ShapeException;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan says beforehand what a backend will have allocated at most. */
class RequiredBytesTest {
  private static final Set<String> OUTPUTS = Set.of("prediction");

  private static Backend open(String backend) {
    return backend.equals("onednn") ? new OnednnBackend(2) : new ReferenceBackend(2);
  }

  @ParameterizedTest
  @CsvSource({
    "reference, fcn8s-tiny, 61, 1",
    "onednn, fcn8s-tiny, 61, 1",
    "onednn, fcn8s-tiny, 130, 3",
    "onednn, fcn8s-narrow, 96, 1",
    "onednn, fcn8s-narrow, 200, 2",
    "onednn, fcn-alexnet-narrow, 120, 1",
    "onednn, fcn-googlenet-8s-narrow, 64, 1",
  })
  void aForwardPassTakesNoMoreAndNotMuchLess(String name, String net, int side, int images) {
    Graph graph = Nets.build(net, 5);
    Shape image = new Shape(images, 3, side, side);
    try (Backend backend = open(name);
        Parameters parameters = new Parameters(graph, backend, false)) {
      parameters.initialise(1);
      Graph fused = Fusion.rewrite(graph.forInference(OUTPUTS), OUTPUTS);
      try (Executor executor = Executor.inference(fused, parameters, OUTPUTS)) {
        long before = backend.peakBytes();
        long required = executor.requiredBytes(Map.of("data", image));
        assertThat(backend.peakBytes()).isEqualTo(before);

        executor.forward(Feeds.of("data", HostTensor.filled(image, 0.5f)));
        executor.readBytes("prediction");

        // Packed parameters that image and blank picture share are counted twice.
        assertThat(backend.peakBytes() - before).isBetween(required * 3 / 4, required);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reference, fcn8s-tiny, 61, 1",
    "onednn, fcn8s-tiny, 130, 2",
    "onednn, fcn8s-narrow, 40, 1",
    "onednn, fcn-alexnet-narrow, 120, 1",
  })
  void aStepTakesAsMuch(String name, String net, int side, int images) {
    Graph graph = Nets.build(net, 5);
    Shape image = new Shape(images, 3, side, side);
    Shape label = image.withChannels(1);
    try (Backend backend = open(name);
        Parameters parameters = new Parameters(graph, backend, true)) {
      parameters.initialise(1);
      Graph fused = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
      try (Executor executor = Executor.training(fused, parameters, Set.of())) {
        long before = backend.peakBytes();
        long required = executor.requiredBytes(Map.of("data", image, "label", label));

        executor.step(
            Feeds.of("data", HostTensor.filled(image, 0.5f))
                .with("label", ByteTensor.filled(label, 1)),
            new StepState(1, 0),
            false);
        executor.loss();

        // The gradient of the image is not wanted, and its parameters, 93 kB of FCN-AlexNet's first
        // layer, not packed.
        assertThat(backend.peakBytes() - before).isBetween(required * 98 / 100, required);
      }
    }
  }

  @Test
  void sizesThatTheNetCannotTakeAreRefused() {
    Graph graph = Nets.build("fcn-googlenet-8s-narrow", 5);
    try (Backend backend = new ReferenceBackend(1);
        Parameters parameters = new Parameters(graph, backend, false);
        Executor executor = Executor.inference(graph, parameters, OUTPUTS)) {
      assertThatThrownBy(() -> executor.requiredBytes(Map.of("data", new Shape(1, 3, 4, 4))))
          .isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> executor.requiredBytes(Map.of())).isInstanceOf(ShapeException.class);
    }
  }
}
