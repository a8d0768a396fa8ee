package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.Shape;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zero score layers make every class equally likely: ln(C) a pixel that counts. */
class InitialLossTest {
  private static final Shape IMAGE = new Shape(1, 3, 20, 27);

  @ParameterizedTest
  @CsvSource({
    "FCN_32S,21,3.0445",
    "FCN_16S,33,3.4965",
    "FCN_8S,40,3.6889",
    "FCN_8S_ATONCE,60,4.0943"
  })
  void isTheLogarithmOfTheNumberOfClasses(FcnVariant variant, int classes, double aPixel) {
    NetOptions options =
        NetOptions.of(classes).withLoss(SoftmaxLoss.plain(LossNormalisation.VALID));
    Graph graph = Nets.fcn("tiny", TinyNets.SHAPE, variant, options);
    ByteTensor labels = TinyNets.labels(IMAGE, classes, 3);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      parameters.initialise(1);
      executor.step(
          Feeds.of("data", TinyNets.image(IMAGE, 2)).with("label", labels),
          new StepState(1, 0),
          false);

      assertThat(executor.loss()).isEqualTo(Math.log(classes), offset(1e-6));
      assertThat(executor.loss()).isEqualTo(aPixel, offset(5e-5));
    }
  }
}
