package fcn4j;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's example of embedding the engine, as it stands there. */
@Tag("build")
class EmbeddingExampleTest {

  @Test
  void trainsAStepAndPredicts() {
    double loss;
    ByteTensor labels;
    // README begin
    Graph net = Nets.build("fcn8s-tiny", NetOptions.of(21));
    HostTensor image = HostTensor.filled(new Shape(1, 3, 50, 70), 0.5f);
    ByteTensor truth = ByteTensor.filled(new Shape(1, 1, 50, 70), 15);

    try (Backend backend = new OnednnBackend(); // or GpuBackend.open(0, GpuOptions.defaults())
        Parameters parameters = new Parameters(net, backend, true)) {
      parameters.initialise(1);

      Graph training = Fusion.rewrite(net.forTraining(Set.of()), Set.of());
      try (Executor executor = Executor.training(training, parameters, Set.of())) {
        executor.step(Feeds.of("data", image).with("label", truth), new StepState(1, 0), false);
        loss = executor.loss(); // the sum over pixels: ln(21) each at the start
        parameters.update(1e-5, 0.9, 5e-4, 1, 0);
      }

      try (Executor executor = Executor.inference(net, parameters, Set.of("prediction"))) {
        executor.forward(Feeds.of("data", image));
        labels = executor.readBytes("prediction"); // (1,1,50,70)
      }
    }
    // README end
    assertThat(loss / (50 * 70)).isCloseTo(Math.log(21), org.assertj.core.data.Offset.offset(1e-5));
    assertThat(labels.shape()).isEqualTo(truth.shape());
  }
}
