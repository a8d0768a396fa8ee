package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.op.ArgMax;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Rational;
import fcn4j.op.Relu;
import fcn4j.op.SkipSum;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import fcn4j.tensor.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  private static final Filler ZERO = new Filler.Constant(0);
  private final GraphBuilder builder = new GraphBuilder("net");

  @Test
  void namesAreUnique() {
    builder.input("data", 3);
    builder.add("relu", new Relu(), "data");

    assertThatThrownBy(() -> builder.add("relu", new Relu(), "data"))
        .isInstanceOf(GraphException.class)
        .hasMessage("net net: the name 'relu' is used twice");
    assertThatThrownBy(() -> builder.add("data", new Relu(), "relu"))
        .hasMessageContaining("'data' is used twice");
    assertThatThrownBy(() -> builder.input("relu", 3)).hasMessageContaining("used twice");
  }

  @Test
  void inputsMustExist() {
    builder.input("data", 3);
    assertThatThrownBy(() -> builder.add("relu", new Relu(), "dta"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no node or input 'dta'");
    assertThatThrownBy(() -> builder.channels("relu")).hasMessageContaining("'relu'");
    assertThatThrownBy(() -> builder.coordinates("relu")).hasMessageContaining("'relu'");
    assertThatThrownBy(() -> builder.crop("c", "data", "x")).hasMessageContaining("'x'");
  }

  @Test
  void anEmptyNetIsNoNet() {
    assertThatThrownBy(builder::build)
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no nodes");
  }

  @Test
  void typesMustFit() {
    builder.input("data", 3);
    builder.input("label", 1, ElementType.UINT8);
    builder.add("classes", new ArgMax(), "data");
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.SUM);

    assertThatThrownBy(() -> builder.add("relu", new Relu(), "label"))
        .isInstanceOf(GraphException.class)
        .hasMessage("node relu: input label is UINT8, Relu takes FLOAT32");
    assertThatThrownBy(() -> builder.add("loss", loss, "data", "data"))
        .hasMessageContaining("takes UINT8");
    assertThatThrownBy(() -> builder.add("relu2", new Relu(), "classes"))
        .hasMessageContaining("UINT8");
    assertThat(builder.add("loss", loss, "data", "label")).isEqualTo("loss");
  }

  @Test
  void channelsMustFit() {
    builder.input("data", 3);
    assertThatThrownBy(() ->
            builder.add(
                "conv",
                Conv2d.square(4, 8, 3, 1, 1),
                List.of(ParameterRule.weight(ZERO), ParameterRule.bias()),
                "data"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("node conv")
        .hasMessageContaining("made for 4 channels");
    builder.conv("conv", "data", 8, 3, 1, ZERO);
    assertThat(builder.channels("conv")).isEqualTo(8);
    assertThatThrownBy(() -> builder.add("sum", Sum.plain(), "data", "conv"))
        .hasMessageContaining("different shapes");
    builder.add("both", new Concat(), "data", "conv");
    assertThat(builder.channels("both")).isEqualTo(11);
  }

  @Test
  void everyParameterNeedsARule() {
    builder.input("data", 3);
    assertThatThrownBy(() ->
            builder.add(
                "conv", Conv2d.square(3, 8, 3, 1, 1), List.of(ParameterRule.weight(ZERO)), "data"))
        .isInstanceOf(GraphException.class)
        .hasMessage("node conv: Conv2d has 2 parameter(s), 1 rule(s) given");
  }

  @Test
  void inputsThatAreNotAlignedCannotBeAdded() {
    builder.input("data", 3);
    builder.add("relu", new Relu(), "data");
    builder.add("pool", MaxPool2d.square(3, 1, 0), "data");

    assertThatThrownBy(() -> builder.add("sum", Sum.plain(), "relu", "pool"))
        .isInstanceOf(GraphException.class);
    builder.add("same", MaxPool2d.square(3, 1, 1), "data");
    assertThat(builder.add("sum", Sum.plain(), "relu", "same")).isEqualTo("sum");
    builder.add("shifted", new Crop(new Extent2(0, 1)), "data", "data");
    assertThatThrownBy(() -> builder.add("bad", Sum.plain(), "relu", "shifted"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("relu and shifted are not aligned")
        .hasMessageContaining("add a crop");
  }

  @Test
  void ratesAndFactorsFollowTheReference() {
    builder.input("data", 3);
    builder.conv("conv", "data", 2, 3, 1, ZERO);
    builder.scale("scale", "conv", 0.01f);
    List<Parameter> parameters = builder.build().parameters();

    assertThat(parameters.stream().map(Parameter::name).toList())
        .containsExactly("conv.weight", "conv.bias", "scale.weight");
    assertThat(parameters.get(0).rule()).isEqualTo(new ParameterRule(ZERO, 1, 1));
    assertThat(parameters.get(1).rule()).isEqualTo(new ParameterRule(ZERO, 2, 0));
    assertThat(parameters.get(2).rule())
        .isEqualTo(new ParameterRule(new Filler.Constant(0.01f), 0, 1));
    assertThat(parameters.get(2).trainable()).isFalse();
    assertThat(parameters.get(2).spec().dims()).containsExactly(2);
  }

  /** CaffeNet's geometry: kernel 64 would need an offset of 18.5, kernel 63 gives 18. */
  @Test
  void anOffsetMustBeAWholeNumber() {
    caffeNet();
    assertShift("conv1", 95, 4);
    assertShift("pool1", 91, 8);
    assertShift("pool2", 83, 16);
    assertShift("pool5", 67, 32);
    assertShift("fc6", -13, 32);
    upsample("up64", "fc6", 64, 32);
    upsample("up63", "fc6", 63, 32);

    assertShift("up64", 37, 2);
    assertThatThrownBy(() -> builder.crop("score", "up64", "data"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("37/2, no whole number")
        .hasMessageContaining("change a kernel by one");
    builder.crop("score", "up63", "data");
    assertThat(builder.build().node("score").op()).isEqualTo(new Crop(Extent2.square(18)));
  }

  private void caffeNet() {
    builder.input("data", 3);
    slide("conv1", "data", 11, 4, 100);
    builder.add("pool1", MaxPool2d.square(3, 2, 0), "conv1");
    builder.add("norm1", new Lrn(5, 1e-4, 0.75, 1), "pool1");
    slide("conv2", "norm1", 5, 1, 2);
    builder.add("pool2", MaxPool2d.square(3, 2, 0), "conv2");
    slide("conv3", "pool2", 3, 1, 1);
    builder.add("pool5", MaxPool2d.square(3, 2, 0), "conv3");
    slide("fc6", "pool5", 6, 1, 0);
  }

  private void slide(String node, String from, int kernel, int stride, int pad) {
    Conv2d conv = Conv2d.square(builder.channels(from), 3, kernel, stride, pad);
    builder.add(node, conv, List.of(ParameterRule.weight(ZERO), ParameterRule.bias()), from);
  }

  private void upsample(String node, String from, int kernel, int stride) {
    ParameterRule rule = ParameterRule.frozen(new Filler.Bilinear(true));
    builder.add(node, Deconv2d.diagonal(3, kernel, stride), List.of(rule), from);
  }

  private void assertShift(String node, long numerator, long denominator) {
    assertThat(builder.coordinates(node).h().shift())
        .as(node)
        .isEqualTo(new Rational(numerator, denominator));
    assertThat(builder.coordinates(node).w()).isEqualTo(builder.coordinates(node).h());
  }

  /** GoogLeNet's geometry: padding 3 and kernel 63 give offset 1, padding 100 gives 98. */
  @Test
  void offsetsOfSevenBySevenStrideTwo() {
    builder.input("data", 3);
    for (int pad : List.of(3, 100)) {
      String last = "conv" + pad;
      slide(last, "data", 7, 2, pad);
      for (int i = 0; i < 4; i++) {
        String pool = last + "p";
        builder.add(pool, MaxPool2d.square(3, 2, 0), last);
        last = pool;
      }
      upsample("up" + pad, last, 63, 32);
      builder.crop("score" + pad, "up" + pad, "data");
    }
    Graph graph = builder.build();
    assertThat(graph.node("score3").op()).isEqualTo(new Crop(Extent2.square(1)));
    assertThat(graph.node("score100").op()).isEqualTo(new Crop(Extent2.square(98)));
  }

  @Test
  void offsetsOfRowsAndColumnsAreApart() {
    builder.input("data", 3);
    Conv2d conv =
        new Conv2d(3, 3, new Extent2(3, 5), Extent2.ONE, new Extent2(4, 9), Extent2.ONE, 1, false);
    builder.add("conv", conv, List.of(ParameterRule.weight(ZERO)), "data");
    builder.crop("crop", "conv", "data");
    assertThat(builder.build().node("crop").op()).isEqualTo(new Crop(new Extent2(3, 7)));
  }

  @Test
  void anOffsetMustNotBeNegative() {
    builder.input("data", 3);
    slide("conv", "data", 3, 1, 0);
    assertThatThrownBy(() -> builder.crop("crop", "conv", "data"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("-1, below 0")
        .hasMessageContaining("pad the first layer more");
  }

  @Test
  void cropNeedsEqualStrides() {
    builder.input("data", 3);
    builder.add("pool", MaxPool2d.square(2, 2, 0), "data");
    assertThatThrownBy(() -> builder.crop("crop", "pool", "data"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("different strides")
        .hasMessageContaining("1/2");
  }

  @Test
  void dilationWidensTheWindow() {
    builder.input("data", 3);
    Conv2d conv =
        new Conv2d(
            3, 3, Extent2.square(3), Extent2.ONE, Extent2.square(7), Extent2.square(4), 1, false);
    builder.add("conv", conv, List.of(ParameterRule.weight(ZERO)), "data");
    assertShift("conv", 3, 1);
  }

  /** A fused node's inputs differ in extents; its channels are known all the same. */
  @Test
  void fusedNodesCanBeBuilt() {
    builder.input("data", 3);
    builder.add("pool", MaxPool2d.square(2, 2, 0), "data");
    ParameterRule rule = ParameterRule.frozen(new Filler.Bilinear(true));
    SkipSum skip = new SkipSum(Deconv2d.diagonal(3, 4, 2), Extent2.ZERO);
    builder.add("sum", skip, List.of(rule), "pool", "data");
    assertThat(builder.channels("sum")).isEqualTo(3);
    assertThat(builder.build().node("sum").parameters().getFirst().diagonal()).isTrue();
  }
}
