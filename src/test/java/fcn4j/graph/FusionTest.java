package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.net.FcnVariant;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.net.VggShape;
import fcn4j.op.ArgMax;
import fcn4j.op.Backend;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Extent2;
import fcn4j.op.LossNormalisation;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;
import fcn4j.op.SkipSum;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FusionTest {
  private static final Shape IMAGE = new Shape(2, 3, 19, 22);

  static List<Arguments> variants() {
    List<Arguments> all = new ArrayList<>();
    for (FcnVariant variant : FcnVariant.values()) {
      for (Upsampling upsampling : Upsampling.values()) {
        all.add(Arguments.of(variant, upsampling));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void fusedEqualsUnfused(FcnVariant variant, Upsampling upsampling) {
    VggShape shape = TinyNets.SHAPE.withDropout(0.5);
    assertEqualResults(TinyNets.fcn(shape, variant, upsampling));
  }

  @ParameterizedTest
  @EnumSource(LossNormalisation.class)
  void fusedEqualsUnfusedWithMaskAndClassWeights(LossNormalisation normalisation) {
    SoftmaxLoss loss =
        new SoftmaxLoss(normalisation, List.of(1f, 0.5f, 2f, 0.25f, 1.5f), true, 0.75f);
    NetOptions options = NetOptions.of(TinyNets.CLASSES).withLoss(loss);
    assertEqualResults(Nets.fcn("masked", TinyNets.SHAPE, FcnVariant.FCN_8S, options));
  }

  private static void assertEqualResults(Graph graph) {
    Graph fused = Fusion.rewrite(graph, Set.of());
    assertThat(fused.nodes()).hasSizeLessThan(graph.nodes().size());
    assertThat(fused.parameters()).containsExactlyInAnyOrderElementsOf(graph.parameters());
    try (Backend backend = new ReferenceBackend()) {
      Trial plain = Trial.of(graph, backend, IMAGE, Set.of());
      Trial joined = Trial.of(fused, backend, IMAGE, Set.of());

      assertThat(joined.loss()).isEqualTo(plain.loss(), offset(1e-6 * plain.loss()));
      assertThat(joined.gradients().keySet()).isEqualTo(plain.gradients().keySet());
      plain
          .gradients()
          .forEach((name, expected) -> {
            float[] actual = joined.gradients().get(name);
            float largest = 0;
            for (float value : expected) {
              largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).as(name).isPositive();
            assertThat(actual).as(name).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
              assertThat(actual[i])
                  .as("gradient of %s, element %d", name, i)
                  .isEqualTo(expected[i], offset(1e-6f * largest));
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void inferenceEqualsToo(FcnVariant variant, Upsampling upsampling) {
    Graph graph = TinyNets.fcn(variant, upsampling);
    Graph fused = Fusion.rewrite(graph.forInference(List.of("prediction")), Set.of());
    assertThat(fused.node("prediction").op()).isInstanceOfAny(UpsampleArgMax.class, ArgMax.class);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, false);
        Executor plain = Executor.inference(graph, parameters, Set.of("prediction"));
        Executor joined = Executor.inference(fused, parameters, Set.of("prediction"))) {
      TinyNets.randomise(parameters, 3);
      Feeds feeds = Feeds.of("data", TinyNets.image(IMAGE, 4));
      plain.forward(feeds);
      joined.forward(feeds);
      byte[] expected = plain.readBytes("prediction").data();
      assertThat(joined.readBytes("prediction").data()).isEqualTo(expected);
      assertThat(expected).contains(0).hasSize(2 * 19 * 22);
    }
  }

  @Test
  void everyPatternIsFound() {
    Graph fused = Fusion.rewrite(TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED), Set.of());
    assertThat(fused.nodes().stream().map(Node::name).toList())
        .containsExactly(
            "conv1",
            "relu1",
            "pool1",
            "conv2",
            "relu2",
            "pool2",
            "conv3",
            "relu3",
            "pool3",
            "relu6",
            "relu7",
            "score_fr",
            "score_pool2",
            "fuse_pool2",
            "score_pool1",
            "fuse_pool1",
            "loss",
            "prediction");
    for (String relu : List.of("relu6", "relu7")) {
      assertThat(fused.node(relu).op()).isInstanceOf(Conv2dRelu.class);
    }
    assertThat(fused.node("relu6").inputs()).containsExactly("pool3");
    assertThat(fused.node("relu6").parameters().stream().map(Parameter::name).toList())
        .containsExactly("fc6.weight", "fc6.bias");
    assertThat(fused.node("relu1").op()).isInstanceOf(MaxPool2d.class);
    assertThat(fused.node("relu1").inputs()).containsExactly("conv1");
    assertThat(fused.node("pool1").op()).isInstanceOf(Relu.class);
    assertThat(fused.node("pool1").inputs()).containsExactly("relu1");
    assertThat(fused.node("fuse_pool2"))
        .extracting(Node::op, Node::inputs)
        .containsExactly(
            new SkipSum(Deconv2d.diagonal(5, 4, 2), Extent2.square(2)),
            List.of("score_fr", "score_pool2"));
    assertThat(fused.node("fuse_pool1").op())
        .isEqualTo(new SkipSum(Deconv2d.diagonal(5, 4, 2), Extent2.square(3)));
    assertThat(fused.node("loss").op()).isInstanceOf(UpsampleSoftmaxLoss.class);
    assertThat(fused.node("loss").inputs()).containsExactly("fuse_pool1", "label");
    assertThat(fused.node("prediction").op()).isInstanceOf(UpsampleArgMax.class);
    assertThat(fused.node("prediction").inputs()).containsExactly("fuse_pool1", "data");
  }

  @Test
  void theFullNetsFuseToo() {
    Graph fused = Fusion.rewrite(Nets.build("fcn8s", 21), Set.of());
    assertThat(fused.nodes().stream().filter(n -> n.op() instanceof Conv2dRelu)).hasSize(10);
    assertThat(fused.nodes().stream().filter(n -> n.op() instanceof SkipSum)).hasSize(2);
    assertThat(fused.nodes()).noneMatch(n -> n.op() instanceof Crop);
    // The five whose outputs are pooled come after the pooling.
    assertThat(fused.nodes().stream().filter(n -> n.op() instanceof Relu).map(Node::name))
        .containsExactly("pool1", "pool2", "pool3", "pool4", "pool5");
  }

  @Test
  void inferenceHasReluBeforeThePooling() {
    Set<String> outputs = Set.of("prediction");
    Graph inference = Nets.build("fcn8s", 21).forInference(outputs);
    Graph fused = Fusion.rewrite(inference, outputs);
    assertThat(fused.nodes().stream().filter(n -> n.op() instanceof Conv2dRelu)).hasSize(15);
    assertThat(fused.nodes()).noneMatch(n -> n.op() instanceof Relu);
  }

  @Test
  void whatIsKeptStays() {
    Graph graph = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);
    Graph scored = Fusion.rewrite(graph, Set.of("score"));
    assertThat(scored.node("score").op()).isInstanceOf(DeconvCrop.class);
    assertThat(scored.node("score").inputs()).containsExactly("fuse_pool1", "data");
    assertThat(scored.node("loss").op()).isInstanceOf(SoftmaxLoss.class);

    Graph some = Fusion.rewrite(graph, Set.of("conv1", "upscore2", "score_pool1c", "upscore"));
    assertThat(some.node("relu1").op()).isInstanceOf(Relu.class);
    assertThat(some.node("relu2").op()).isInstanceOf(MaxPool2d.class);
    assertThat(some.node("fuse_pool2").op()).isEqualTo(Sum.plain());
    assertThat(some.node("fuse_pool1").op()).isEqualTo(Sum.plain());
    assertThat(some.node("score").op()).isInstanceOf(Crop.class);

    Graph all = Fusion.rewrite(graph, Set.copyOf(graph.nodes().stream().map(Node::name).toList()));
    assertThat(all.nodes()).isEqualTo(graph.nodes());
  }

  /** The fused loss has no gradient for its weights. */
  @Test
  void trainedFinalUpsamplingIsNotHiddenInTheLoss() {
    Graph fused =
        Fusion.rewrite(TinyNets.fcn(FcnVariant.FCN_32S, Upsampling.ALL_LEARNED), Set.of());
    assertThat(fused.node("score").op()).isInstanceOf(DeconvCrop.class);
    assertThat(fused.node("loss").op()).isInstanceOf(SoftmaxLoss.class);
    Graph skips = Fusion.rewrite(TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.LEARNED), Set.of());
    assertThat(skips.node("fuse_pool1").op())
        .isEqualTo(new SkipSum(Deconv2d.dense(5, 5, 4, 2), Extent2.square(3)));
    assertThat(skips.node("loss").op()).isInstanceOf(UpsampleSoftmaxLoss.class);
  }

  @Test
  void aSharedConvolutionIsNotTakenIntoItsRelu() {
    GraphBuilder builder = new GraphBuilder("shared");
    builder.input("data", 3);
    builder.conv("conv", "data", 4, 3, 1, new Filler.Constant(0));
    builder.add("relu", new Relu(), "conv");
    builder.add("sum", Sum.plain(), "conv", "relu");
    assertThat(Fusion.rewrite(builder.build(), Set.of()).nodes()).hasSize(3);
  }

  @Test
  void aWeightedSumIsNoSkipSum() {
    for (List<Float> coefficients : List.of(List.of(0.5f, 0.5f), List.of(1f, 1f))) {
      GraphBuilder builder = new GraphBuilder("weighted");
      builder.input("data", 3);
      builder.add("pool", MaxPool2d.square(2, 2, 0), "data");
      builder.add(
          "up",
          Deconv2d.diagonal(3, 4, 2),
          List.of(ParameterRule.frozen(new Filler.Bilinear(true))),
          "pool");
      builder.conv("skip", "data", 3, 5, 3, new Filler.Constant(0));
      builder.add("cut", new Crop(Extent2.ZERO), "skip", "up");
      // Coordinates agree: the convolution's shift of 1 is the upsampling's.
      builder.add("sum", new Sum(coefficients), "up", "cut");
      boolean plain = coefficients.getFirst() == 1;
      assertThat(Fusion.rewrite(builder.build(), Set.of()).node("sum").op() instanceof SkipSum)
          .isEqualTo(plain);
    }
  }
}
