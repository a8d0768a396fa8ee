package fcn4j.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fcn4j.graph.Analysis;
import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.net.Nets;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.Frame;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Op;
import fcn4j.op.Relu;
import fcn4j.op.SkipSum;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work against counts made by hand. */
class WorkTest {
  private static final Shape IN = new Shape(2, 3, 10, 12);
  private static final Shape OUT = new Shape(2, 8, 10, 12);
  private static final Conv2d CONV = Conv2d.square(3, 8, 3, 1, 1);

  private static final long IN_BYTES = 4 * 2 * 3 * 120;
  private static final long OUT_BYTES = 4 * 2 * 8 * 120;
  private static final long WEIGHT_BYTES = 4 * 8 * 3 * 9;
  private static final long BIAS_BYTES = 4 * 8;
  private static final long PRODUCTS = 2 * 8 * 120 * 27;

  private static final GradMode SKIP = GradMode.IGNORE;
  private static final GradMode SET = GradMode.OVERWRITE;
  private static final GradMode ADD = GradMode.ACCUMULATE;

  private static Work backward(Op op, List<Shape> inputs, List<GradMode> in, GradMode... own) {
    return Work.backward(op, inputs, new GradModes(in, List.of(own)));
  }

  @Test
  void convolutionForward() {
    assertThat(Work.forward(CONV, List.of(IN)))
        .isEqualTo(new Work(PRODUCTS, IN_BYTES + WEIGHT_BYTES + BIAS_BYTES + OUT_BYTES));
  }

  @Test
  void convolutionBackward() {
    List<Shape> inputs = List.of(IN);
    long forInput = OUT_BYTES + WEIGHT_BYTES + IN_BYTES;
    assertThat(backward(CONV, inputs, List.of(SET), SKIP, SKIP))
        .isEqualTo(new Work(PRODUCTS, forInput));
    long forWeights = OUT_BYTES + IN_BYTES + WEIGHT_BYTES + BIAS_BYTES;
    assertThat(backward(CONV, inputs, List.of(SKIP), SET, SET))
        .isEqualTo(new Work(PRODUCTS, forWeights));
    assertThat(backward(CONV, inputs, List.of(SET), SET, SET))
        .as("the output's gradient is read once")
        .isEqualTo(new Work(2 * PRODUCTS, forInput + forWeights - OUT_BYTES));
    assertThat(backward(CONV, inputs, List.of(ADD), ADD, ADD))
        .isEqualTo(
            new Work(
                2 * PRODUCTS,
                forInput + forWeights - OUT_BYTES + IN_BYTES + WEIGHT_BYTES + BIAS_BYTES));
    assertThat(backward(CONV, inputs, List.of(SKIP), SKIP, SKIP)).isEqualTo(Work.NONE);
  }

  @Test
  void fusedReluReadsTheOutputInBackward() {
    Work alone = backward(CONV, List.of(IN), List.of(SET), SET, SET);
    assertThat(backward(new Conv2dRelu(CONV), List.of(IN), List.of(SET), SET, SET))
        .isEqualTo(alone.plus(new Work(0, OUT_BYTES)));
  }

  @Test
  void reluMovesBytesAlone() {
    assertThat(Work.forward(new Relu(), List.of(IN))).isEqualTo(new Work(0, 2 * IN_BYTES));
    assertThat(backward(new Relu(), List.of(IN), List.of(SET)))
        .isEqualTo(new Work(0, 3 * IN_BYTES));
  }

  @Test
  void upsamplingAndSkip() {
    Shape coarse = new Shape(1, 5, 6, 7);
    Shape fine = new Shape(1, 5, 16, 18);
    Deconv2d deconv = Deconv2d.depthwise(5, 4, 2);
    SkipSum sum = new SkipSum(deconv, new Extent2(1, 1));
    long coarseBytes = 4 * 5 * 42;
    long fineBytes = 4 * 5 * 16 * 18;
    long outBytes = 4 * 5 * 14 * 16;
    long weights = 4 * deconv.parameters().getFirst().count();
    long products = 5 * 42 * 16;
    assertThat(Work.forward(sum, List.of(coarse, fine)))
        .isEqualTo(new Work(products, coarseBytes + outBytes + weights + outBytes));
    assertThat(backward(sum, List.of(coarse, fine), List.of(SET, SET), SKIP))
        .as("weights are fixed, so the input's values are not read")
        .isEqualTo(new Work(products, outBytes + weights + coarseBytes + fineBytes));
  }

  @Test
  void cropAndFrameReadNoMoreThanTheyWrite() {
    Shape wanted = new Shape(2, 1, 4, 5);
    assertThat(Work.forward(new Crop(new Extent2(2, 3)), List.of(IN, wanted)))
        .isEqualTo(new Work(0, 2 * 4 * 2 * 3 * 20));
    Frame frame = new Frame(Frame.Axis.constant(12, 1), Frame.Axis.constant(14, 1));
    assertThat(Work.forward(frame, List.of(IN, new Shape(1, 3, 1, 1))))
        .isEqualTo(new Work(0, 2 * 4 * 2 * 3 * 12 * 14));
  }

  @Test
  void joinsReadAndWriteEachInput() {
    List<Shape> inputs = List.of(IN, OUT);
    assertThat(Work.forward(new Concat(), inputs))
        .isEqualTo(new Work(0, 2 * (IN_BYTES + OUT_BYTES)));
    assertThat(backward(new Concat(), inputs, List.of(SET, ADD)))
        .isEqualTo(new Work(0, IN_BYTES + OUT_BYTES + IN_BYTES + 2 * OUT_BYTES));
  }

  @Test
  void lossReadsLabelsAsBytes() {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.SUM);
    Shape label = new Shape(2, 1, 10, 12);
    assertThat(Work.forward(loss, List.of(OUT, label))).isEqualTo(new Work(0, OUT_BYTES + 240 + 4));
    assertThat(backward(loss, List.of(OUT, label), List.of(SET, SKIP)))
        .isEqualTo(new Work(0, OUT_BYTES + 240 + OUT_BYTES));
  }

  @Test
  void updatePassesFiveFloatsThroughMemory() {
    assertThat(Work.update(1000)).isEqualTo(new Work(3000, 20_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fcn32s", "fcn8s", "fcn-alexnet", "fcn-googlenet-32s", "vgg16"})
  void productsAreThoseThatTheNetsDescriptionCounts(String net) {
    Graph graph = Nets.build(net, 21);
    boolean classifier = Nets.entry(net).classifier();
    Shape image = new Shape(1, 3, 224, 224);
    Shape label = classifier ? new Shape(1, 1, 1, 1) : new Shape(1, 1, 224, 224);
    Map<String, Shape> inputs = Map.of("data", image, "label", label);
    Map<String, Shape> shapes = graph.shapes(inputs);
    long sum = 0;
    for (Node node : graph.nodes()) {
      List<Shape> from =
          node.inputs().stream().map(name -> Objects.requireNonNull(shapes.get(name))).toList();
      Work work = Work.forward(node.op(), from);
      assertThat(work.bytes()).as(node.name()).isPositive();
      sum += work.multiplyAdds();
    }
    assertThat(sum).isEqualTo(Analysis.of(graph, inputs).multiplyAdds()).isPositive();
  }

  @Test
  void ratesAndPerCents() {
    Ceiling ceiling = new Ceiling(2, 100);
    Work products = new Work(500_000_000, 1_000_000);
    assertThat(products.teraflops(4)).isEqualTo(0.25);
    assertThat(products.computeMillis(ceiling)).isEqualTo(0.5);
    assertThat(products.memoryMillis(ceiling)).isEqualTo(0.01);
    assertThat(products.isComputeBound(ceiling)).isTrue();
    assertThat(products.percentOf(ceiling, 4)).isEqualTo(12.5, within(1e-12));
    Work copy = new Work(0, 50_000_000);
    assertThat(copy.gigabytesPerSecond(4)).isEqualTo(12.5);
    assertThat(copy.isComputeBound(ceiling)).isFalse();
    assertThat(copy.percentOf(ceiling, 4)).isEqualTo(12.5, within(1e-12));
  }
}
