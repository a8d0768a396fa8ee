package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.Nets;
import fcn4j.op.Rational;
import fcn4j.op.Relu;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {

  /** Two convolutions of 16x16 pixels: everything can be counted by hand. */
  @Test
  void ofASmallNetByHand() {
    GraphBuilder builder = LossNet.of("small", 2);
    builder.conv("conv", "data", 4, 3, 1, new Filler.He());
    builder.add("relu", new Relu(), "conv");
    Graph graph = LossNet.end(builder, "relu", 3, new Filler.He());
    Map<String, Shape> inputs =
        Map.of("data", new Shape(1, 2, 16, 16), "label", new Shape(1, 1, 16, 16));
    long parameters = 4 * (4 * 2 * 9 + 4 + 3 * 4 + 3);
    long plane = 4 * 256;

    MemoryEstimate inference = MemoryEstimate.inference(graph, inputs, List.of("score"));
    // The image, the map that relu works on in place, the scores.
    assertThat(inference).isEqualTo(new MemoryEstimate(parameters, 0, 0, 9 * plane, 9 * plane));
    assertThat(inference.totalBytes()).isEqualTo(parameters + 9 * plane);

    MemoryEstimate training = MemoryEstimate.training(graph, inputs, Set.of());
    // Image, labels, map, scores, loss, gradients of the scores and of the map.
    long apart = (2 + 4 + 3 + 3 + 4) * plane + 256 + 4;
    assertThat(training.unsharedActivationBytes()).isEqualTo(apart);
    assertThat(training.parameterBytes()).isEqualTo(parameters);
    assertThat(training.gradientBytes()).isEqualTo(parameters);
    assertThat(training.momentumBytes()).isEqualTo(parameters);
    // All of it is alive while the gradient of the map is made of that of the scores, but for the
    // scores themselves, whose place (3 of 4 planes) it may take.
    assertThat(training.activationBytes())
        .isBetween((2 + 4 + 3 + 4) * plane + 256 + 4, apart + 256);
  }

  @Test
  void ofTheFullNet() {
    Graph graph = Nets.build("fcn8s", 21);
    Map<String, Shape> inputs =
        Map.of("data", new Shape(1, 3, 500, 500), "label", new Shape(1, 1, 500, 500));
    MemoryEstimate training = MemoryEstimate.training(graph, inputs, Set.of());
    MemoryEstimate inference = MemoryEstimate.inference(graph, inputs, Set.of("prediction"));
    MemoryEstimate fused =
        MemoryEstimate.training(Fusion.rewrite(graph, Set.of()), inputs, Set.of());

    assertThat(training.gradientBytes()).isEqualTo(4L * 134_362_751);
    assertThat(training.parameterBytes()).isEqualTo(4L * (134_362_751 + 127_008));
    assertThat(inference.gradientBytes()).isZero();
    assertThat(inference.parameterBytes()).isEqualTo(training.parameterBytes());
    assertThat(fused.parameterBytes()).isEqualTo(training.parameterBytes());
    assertThat(inference.activationBytes()).isLessThan(training.activationBytes() / 2);
    assertThat(training.activationBytes()).isLessThan(training.unsharedActivationBytes() * 6 / 10);
    assertThat(fused.activationBytes()).isLessThanOrEqualTo(training.activationBytes());
    // Two maps of the first stage must live together: 64 channels of what the image reaches, not
    // of all 698x698 pixels.
    assertThat(inference.activationBytes())
        .isBetween(2L * 4 * 64 * 506 * 506, 2L * 4 * 64 * 698 * 698 * 6 / 10);
  }

  @Test
  void analysisKnowsRowsByName() {
    Analysis analysis =
        Analysis.of(
            Nets.build("fcn8s-tiny", 4),
            Map.of("data", new Shape(1, 3, 40, 60), "label", new Shape(1, 1, 40, 60)));
    assertThat(analysis.rows()).hasSize(analysis.graph().nodes().size());
    assertThat(analysis.row("score").shape()).isEqualTo(new Shape(1, 4, 40, 60));
    assertThat(analysis.row("conv1").multiplyAdds())
        .isEqualTo(analysis.row("conv1").shape().count() * 27);
    assertThat(analysis.row("upscore2").strideH()).isEqualTo(Rational.of(16));
    // Bilinear upsampling sees one coarse pixel more: 222 + 32.
    assertThat(analysis.row("upscore2").receptiveFieldW()).isEqualTo(Rational.of(222 + 32));
  }
}
