package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nets on AlexNet and GoogLeNet learn, all layers of them. */
class NarrowNetsTest {
  private static final int CLASSES = 3;
  private static final int STEPS = 6;
  private static final Shape IMAGE = new Shape(1, 3, 66, 90);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fcn-alexnet-narrow",
        "fcn-googlenet-32s-narrow",
        "fcn-googlenet-16s-narrow",
        "fcn-googlenet-8s-narrow"
      })
  void everyLayerLearns(String net) {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.VALID);
    Graph graph = Nets.build(net, NetOptions.of(CLASSES).withLoss(loss));
    Graph fused = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
    HostTensor image = TinyNets.image(IMAGE, 1);
    ByteTensor labels = ByteTensor.filled(IMAGE.withChannels(1), 2);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(fused, parameters, Set.of())) {
      parameters.initialise(1);
      for (int step = 0; step < STEPS; step++) {
        Feeds feeds = Feeds.of("data", image).with("label", labels);
        executor.step(feeds, new StepState(1, step), false);
        if (step == 0) {
          assertThat(executor.loss()).isEqualTo(Math.log(CLASSES), offset(1e-6));
        }
        parameters.update(1e-3, 0.9, 5e-4, 1, 0);
      }
      assertThat(executor.loss()).isLessThan(0.95 * Math.log(CLASSES));
      List<String> idle =
          parameters.all().stream()
              .filter(Parameter::trainable)
              .map(Parameter::name)
              .filter(name -> isZero(parameters.gradient(name)))
              .toList();
      assertThat(idle).isEmpty();
    }
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
