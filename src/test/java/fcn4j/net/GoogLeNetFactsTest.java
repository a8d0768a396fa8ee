package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Analysis;
import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphException;
import fcn4j.graph.Node;
import fcn4j.graph.Parameter;
import fcn4j.graph.ParameterRule;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Conv2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Dropout;
import fcn4j.op.Extent2;
import fcn4j.op.Lrn;
import fcn4j.op.Rational;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, sizes, offsets, parameters and fields of the GoogLeNets against the known facts. */
class GoogLeNetFactsTest {
  private static final int CLASSES = 21;

  private static Map<String, Shape> inputs(int h, int w) {
    return Map.of("data", new Shape(1, 3, h, w), "label", new Shape(1, 1, h, w));
  }

  private static Analysis classifier() {
    Graph graph = Nets.build("googlenet", 1000);
    return Analysis.of(graph, Map.of("data", new Shape(1, 3, 224, 224)));
  }

  @ParameterizedTest
  @CsvSource({
    "3a,192,256,163696",
    "3b,256,480,388736",
    "4a,480,512,376176",
    "4b,512,512,449160",
    "4c,512,512,510104",
    "4d,512,528,605376",
    "4e,528,832,868352",
    "5a,832,832,1043456",
    "5b,832,1024,1444080"
  })
  void everyModuleHasTheChannelsAndParametersOfTheReference(
      String module, int in, int out, long parameters) {
    Analysis analysis = classifier();
    String prefix = "inception_" + module + "/";
    assertThat(analysis.row(prefix + "output").shape().c()).isEqualTo(out);
    assertThat(analysis.graph().node(prefix + "output").inputs())
        .containsExactly(
            prefix + "relu_1x1",
            prefix + "relu_3x3",
            prefix + "relu_5x5",
            prefix + "relu_pool_proj");
    assertThat(((Conv2d) analysis.graph().node(prefix + "5x5_reduce").op()).inChannels())
        .isEqualTo(in);
    assertThat(
            analysis.rows().stream()
                .filter(row -> row.node().startsWith(prefix))
                .mapToLong(Analysis.Row::parameters)
                .sum())
        .isEqualTo(parameters);
  }

  @Test
  void theClassifierIsTheReferences() {
    Analysis analysis = classifier();
    Graph graph = analysis.graph();
    assertThat(analysis.parameters()).isEqualTo(6_998_552);
    assertThat(graph.nodes().stream().filter(node -> node.op() instanceof Conv2d)).hasSize(58);
    assertThat(graph.nodes().stream().map(Node::name).toList())
        .startsWith(
            "conv1/7x7_s2",
            "conv1/relu_7x7",
            "pool1/3x3_s2",
            "pool1/norm1",
            "conv2/3x3_reduce",
            "conv2/relu_3x3_reduce",
            "conv2/3x3",
            "conv2/relu_3x3",
            "conv2/norm2",
            "pool2/3x3_s2",
            "inception_3a/1x1",
            "inception_3a/relu_1x1")
        .endsWith(
            "inception_5b/output", "pool5/7x7_s1", "pool5/drop_7x7_s1", "loss3/classifier", "prob");
    assertThat(graph.node("pool1/norm1").op()).isEqualTo(new Lrn(5, 1e-4, 0.75, 1));
    assertThat(graph.node("pool5/7x7_s1").op()).isEqualTo(AvgPool2d.square(7, 1, 0));
    assertThat(((Dropout) graph.node("pool5/drop_7x7_s1").op()).ratio()).isEqualTo(0.4);
    assertThat(analysis.row("prob").shape()).isEqualTo(new Shape(1, 1000, 1, 1));
    assertThat(analysis.row("pool5/7x7_s1").receptiveFieldH()).isEqualTo(Rational.of(907));
    List<ParameterRule> rules =
        graph.node("inception_3a/1x1").parameters().stream().map(Parameter::rule).toList();
    assertThat(rules)
        .containsExactly(
            ParameterRule.weight(new Filler.He()),
            new ParameterRule(new Filler.Constant(0.2f), 2, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "conv1/7x7_s2,7,2",
    "pool1/3x3_s2,11,4",
    "conv2/3x3,19,4",
    "pool2/3x3_s2,27,8",
    "inception_3a/output,59,8",
    "inception_3b/output,91,8",
    "pool3/3x3_s2,107,16",
    "inception_4a/output,171,16",
    "inception_4e/output,427,16",
    "pool4/3x3_s2,459,32",
    "inception_5a/output,587,32",
    "inception_5b/output,715,32",
    "score_fr,715,32"
  })
  void receptiveFieldAndStride(String node, int field, int stride) {
    Analysis analysis = Analysis.of(Nets.build("fcn-googlenet-32s", CLASSES), inputs(240, 180));
    assertThat(analysis.row(node).receptiveFieldH()).isEqualTo(Rational.of(field));
    assertThat(analysis.row(node).receptiveFieldW()).isEqualTo(Rational.of(field));
    assertThat(analysis.row(node).strideH()).isEqualTo(Rational.of(stride));
  }

  @ParameterizedTest
  @CsvSource({
    "fcn-googlenet-32s,5995077,1750329",
    "fcn-googlenet-32s-pad100,5995077,1750329",
    "fcn-googlenet-16s,6012570,427770",
    "fcn-googlenet-8s,6022671,107163"
  })
  void parameters(String net, long trained, long upsampling) {
    Analysis analysis = Analysis.of(Nets.build(net, CLASSES), inputs(240, 180));
    assertThat(analysis.trainedParameters()).isEqualTo(trained);
    assertThat(analysis.parameters()).isEqualTo(trained + upsampling);
  }

  @Test
  void sizesOfAllExtents() {
    Graph graph = Nets.build("fcn-googlenet-32s", CLASSES);
    Map<String, String> nodes =
        Map.of(
            "googlenet_conv1", "conv1/7x7_s2",
            "googlenet_pool1", "pool1/3x3_s2",
            "googlenet_pool2", "inception_3b/output",
            "googlenet_pool3", "inception_4e/output",
            "googlenet_pool4", "score_fr",
            "googlenet_upscore", "upscore");
    int checked = 0;
    for (Map<String, String> row : Tables.read("/net/sizes-alexnet-googlenet.tsv")) {
      for (Map.Entry<String, String> column : nodes.entrySet()) {
        String text = Objects.requireNonNull(row.get(column.getKey()));
        if (!text.isEmpty()) {
          int input = Integer.parseInt(Objects.requireNonNull(row.get("input")));
          Shape shape = graph.shapes(inputs(input, 40)).get(column.getValue());
          assertThat(Objects.requireNonNull(shape).h()).isEqualTo(Integer.parseInt(text));
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(12 * nodes.size());
  }

  /** 64 would need a crop by a half pixel, and so would 4 between the skips. */
  @Test
  void upsamplingMeetsThePixels() {
    assertThat(Nets.build("fcn-googlenet-32s", CLASSES).node("upscore").op())
        .isEqualTo(Deconv2d.diagonal(CLASSES, 63, 32));
    Graph middle = Nets.build("fcn-googlenet-16s", CLASSES);
    assertThat(middle.node("upscore16").op()).isEqualTo(Deconv2d.diagonal(CLASSES, 31, 16));
    Graph fine = Nets.build("fcn-googlenet-8s", CLASSES);
    assertThat(fine.node("upscore2").op()).isEqualTo(Deconv2d.diagonal(CLASSES, 3, 2));
    assertThat(fine.node("upscore_4e").op()).isEqualTo(Deconv2d.diagonal(CLASSES, 3, 2));
    assertThat(fine.node("upscore8").op()).isEqualTo(Deconv2d.diagonal(CLASSES, 15, 8));
    List<String> names = fine.nodes().stream().map(Node::name).toList();
    assertThat(names.subList(names.indexOf("drop_5b"), names.size()))
        .containsExactly(
            "drop_5b",
            "score_fr",
            "upscore2",
            "score_4e",
            "upscore2c",
            "fuse_4e",
            "upscore_4e",
            "score_3b",
            "upscore_4ec",
            "fuse_3b",
            "upscore8",
            "score",
            "loss",
            "prediction");
    assertThat(fine.node("score_4e").inputs()).containsExactly("inception_4e/output");
    assertThat(fine.node("score_3b").inputs()).containsExactly("inception_3b/output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"32s", "16s", "8s"})
  void theFinalOffsetIsThePaddingLessTwo(String stage) {
    assertThat(offset("fcn-googlenet-" + stage, "score")).isEqualTo(1);
    assertThat(offset("fcn-googlenet-" + stage + "-pad100", "score")).isEqualTo(98);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fcn-googlenet-8s", "fcn-googlenet-8s-pad100"})
  void skipsBeginTogetherWithTheUpsampledScores(String net) {
    assertThat(offset(net, "upscore2c")).isZero();
    assertThat(offset(net, "upscore_4ec")).isZero();
  }

  private static int offset(String net, String crop) {
    Extent2 offset = ((Crop) Nets.build(net, CLASSES).node(crop).op()).offset();
    assertThat(offset.h()).isEqualTo(offset.w());
    return offset.h();
  }

  @Test
  void coordinatesAreExact() {
    Graph plain = Nets.build("fcn-googlenet-32s", CLASSES);
    assertThat(plain.coordinates("score_fr").h().shift()).isEqualTo(new Rational(-15, 16));
    Graph margin = Nets.build("fcn-googlenet-32s-pad100", CLASSES);
    assertThat(margin.coordinates("score_fr").h().shift()).isEqualTo(new Rational(67, 32));
    assertThat(margin.coordinates("score_fr").w().scale()).isEqualTo(new Rational(1, 32));
  }

  @Test
  void theNarrowNetHasAQuarterOfTheChannels() {
    Graph full = Nets.build("googlenet", 1000);
    Graph narrow = Nets.build("googlenet-narrow", 1000);
    for (Node node : full.nodes()) {
      if (node.op() instanceof Conv2d conv && !node.name().equals("loss3/classifier")) {
        assertThat(((Conv2d) narrow.node(node.name()).op()).outChannels())
            .isEqualTo(conv.outChannels() / 4);
      }
    }
  }

  @Test
  void impossibleMeasuresAreRefused() {
    assertThatThrownBy(() -> new GoogLeNetShape(-1, 1, 0)).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> new GoogLeNetShape(3, 16, 0))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("16");
  }
}
