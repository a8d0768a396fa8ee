package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphException;
import fcn4j.graph.GraphInput;
import fcn4j.graph.Node;
import fcn4j.graph.ParameterRule;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Dropout;
import fcn4j.op.Extent2;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetsTest {
  static List<String> names() {
    return Nets.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNetCanBeBuiltAndTakesItsImages(String name) {
    Graph graph = Nets.build(name, 11);
    Nets.Entry entry = Nets.entry(name);
    int extent = entry.classifier() ? entry.imageExtent() : 224;
    Shape label = entry.classifier() ? new Shape(2, 1, 1, 1) : new Shape(2, 1, extent, extent);

    Map<String, Shape> shapes =
        graph.shapes(
            Map.of("data", new Shape(2, entry.inputChannels(), extent, extent), "label", label));

    assertThat(shapes).containsEntry("loss", Shape.scalar()).containsEntry("prediction", label);
    assertThat(graph.name()).isEqualTo(name);
    assertThat(graph.losses()).containsExactly("loss");
  }

  @Test
  void unknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Nets.build("fcn4s", 21))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'fcn4s'")
        .hasMessageContaining("fcn32s, fcn16s, fcn8s, fcn8s-atonce");
    assertThat(Nets.all().stream().map(Nets.Entry::name).toList()).isEqualTo(Nets.names());
    assertThat(Nets.all()).allSatisfy(entry -> assertThat(entry.description()).isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 256})
  void classesMustFitALabel(int classes) {
    assertThatThrownBy(() -> Nets.build("fcn8s-tiny", classes))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("1..255")
        .hasMessageContaining(Integer.toString(classes));
  }

  @Test
  void aClassifierOfManyClassesHasProbabilitiesOnly() {
    Graph graph = Nets.build("vgg16", 1000);
    assertThat(graph.hasNode("loss")).isFalse();
    assertThat(graph.inputs()).containsExactly(new GraphInput("data", 3, ElementType.FLOAT32));
    assertThat(graph.shapes(Map.of("data", new Shape(1, 3, 224, 224))))
        .containsEntry("prob", new Shape(1, 1000, 1, 1));
  }

  @Test
  void aClassifierMustSeeTheWholeMap() {
    VggShape shape = TinyNets.SHAPE.withInputPad(1);
    assertThatThrownBy(() -> Nets.classifier("c", shape, 40, NetOptions.of(10)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("40x40")
        .hasMessageContaining("5x5")
        .hasMessageContaining("4x4");
    assertThat(Nets.classifier("c", shape, 32, NetOptions.of(10)).losses()).hasSize(1);
  }

  @Test
  void threeStagesHaveTheirOwnNamesAndStrides() {
    Graph coarse = TinyNets.fcn(TinyNets.GOLDEN, FcnVariant.FCN_32S, Upsampling.FIXED);
    Graph middle = TinyNets.fcn(TinyNets.GOLDEN, FcnVariant.FCN_16S, Upsampling.FIXED);
    Graph fine = TinyNets.fcn(TinyNets.GOLDEN, FcnVariant.FCN_8S, Upsampling.FIXED);

    assertThat(coarse.node("upscore").op()).isEqualTo(Deconv2d.diagonal(5, 16, 8));
    assertThat(coarse.node("score").op()).isEqualTo(new Crop(Extent2.square(3)));
    assertThat(middle.node("upscore4").op()).isEqualTo(Deconv2d.diagonal(5, 8, 4));
    assertThat(fine.node("upscore").op()).isEqualTo(Deconv2d.diagonal(5, 4, 2));
    assertThat(fine.node("score").op()).isEqualTo(new Crop(Extent2.square(6)));
    assertThat(fine.node("score_pool1c").op()).isEqualTo(new Crop(Extent2.square(1)));
    assertThat(headOf(fine))
        .containsExactly(
            "score_fr",
            "upscore2",
            "score_pool2",
            "score_pool2c",
            "fuse_pool2",
            "upscore_pool2",
            "score_pool1",
            "score_pool1c",
            "fuse_pool1",
            "upscore",
            "score",
            "loss",
            "prediction");
  }

  private static List<String> headOf(Graph graph) {
    List<String> names = graph.nodes().stream().map(Node::name).toList();
    return names.subList(names.indexOf("score_fr"), names.size());
  }

  @Test
  void aTrunkNeedsAPoolingForEverySkip() {
    VggShape two = new VggShape(3, TinyNets.SHAPE.stages().subList(0, 2), 9, 4, 8, 8, 0);
    assertThat(TinyNets.fcn(two, FcnVariant.FCN_16S, Upsampling.FIXED).nodes()).isNotEmpty();
    assertThatThrownBy(() -> TinyNets.fcn(two, FcnVariant.FCN_8S, Upsampling.FIXED))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("needs 2 skips")
        .hasMessageContaining("[pool1]");
  }

  @Test
  void tooLittlePaddingIsSaidWhenTheNetIsBuilt() {
    VggShape shape = VggShape.vgg16().withInputPad(80);
    assertThatThrownBy(() -> TinyNets.fcn(shape, FcnVariant.FCN_32S, Upsampling.FIXED))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("crop score")
        .hasMessageContaining("-1")
        .hasMessageContaining("pad the first layer more");
  }

  @Test
  void upsamplingIsLearnedAsAsked() {
    ParameterRule frozen = ParameterRule.frozen(new Filler.Bilinear(true));
    ParameterRule trained = ParameterRule.weight(new Filler.Bilinear(true));

    Graph fixed = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);
    Graph learned = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.LEARNED);
    Graph all = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.ALL_LEARNED);

    assertThat(rules(fixed)).containsExactly(frozen, frozen, frozen);
    assertThat(rules(learned)).containsExactly(trained, trained, frozen);
    assertThat(rules(all)).containsExactly(trained, trained, trained);
    assertThat(learned.node("upscore2").op()).isEqualTo(Deconv2d.dense(5, 5, 4, 2));
    assertThat(learned.node("upscore").op()).isEqualTo(Deconv2d.diagonal(5, 4, 2));
    assertThat(all.node("upscore").op()).isEqualTo(Deconv2d.dense(5, 5, 4, 2));
  }

  private static List<ParameterRule> rules(Graph graph) {
    return graph.parameters().stream()
        .filter(parameter -> parameter.name().startsWith("upscore"))
        .map(parameter -> parameter.rule())
        .toList();
  }

  @Test
  void theLossIsTheOneAskedFor() {
    SoftmaxLoss loss = new SoftmaxLoss(LossNormalisation.VALID, List.of(1f, 2f, 0.5f), true, 0.25f);
    Graph graph = Nets.build("fcn8s-tiny", NetOptions.of(3).withLoss(loss));

    assertThat(graph.node("loss").op()).isEqualTo(loss);
    assertThat(graph.node("loss").inputs()).containsExactly("score", "label", "mask");
    assertThat(graph.input("mask")).isEqualTo(new GraphInput("mask", 1, ElementType.UINT8));
    assertThat(graph.forInference(List.of("prediction")).inputs())
        .extracting(GraphInput::name)
        .containsExactly("data");
  }

  @Test
  void dropoutsHaveMasksOfTheirOwn() {
    Graph graph = Nets.build("fcn32s", 21);
    Dropout first = (Dropout) graph.node("drop6").op();
    Dropout second = (Dropout) graph.node("drop7").op();
    assertThat(first.ratio()).isEqualTo(0.5);
    assertThat(first.stream()).isNotEqualTo(second.stream());
    assertThat(TinyNets.fcn(FcnVariant.FCN_32S, Upsampling.FIXED).hasNode("drop6")).isFalse();
  }

  @Test
  void trunkWeightsAreFilledAsAskedAndScoresWithZero() {
    Graph he = Nets.build("fcn8s-tiny", 3);
    Graph zero = Nets.build("fcn8s-tiny", NetOptions.of(3).withFiller(new Filler.Constant(0)));
    assertThat(filler(he, "conv1")).isEqualTo(new Filler.He());
    assertThat(filler(he, "fc7")).isEqualTo(new Filler.He());
    assertThat(filler(zero, "fc7")).isEqualTo(new Filler.Constant(0));
    for (String score : List.of("score_fr", "score_pool4", "score_pool3")) {
      assertThat(filler(he, score)).isEqualTo(new Filler.Constant(0));
    }
  }

  private static Filler filler(Graph graph, String node) {
    return graph.node(node).parameters().getFirst().rule().filler();
  }

  @Test
  void impossibleMeasuresAreRefused() {
    List<VggShape.Stage> stages = TinyNets.SHAPE.stages();
    assertThatThrownBy(() -> new VggShape.Stage(0, 8)).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> new VggShape(3, List.of(), 1, 4, 8, 8, 0))
        .isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> new VggShape(3, stages, -1, 4, 8, 8, 0))
        .isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> new VggShape(3, stages, 1, 4, 8, 8, 1))
        .isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> new VggShape(0, stages, 1, 4, 8, 8, 0))
        .isInstanceOf(GraphException.class);
    assertThat(TinyNets.SHAPE.withInputChannels(4).withDropout(0.25))
        .isEqualTo(new VggShape(4, stages, 13, 4, 10, 10, 0.25));
    assertThat(TinyNets.SHAPE.stride()).isEqualTo(8);
  }
}
