package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.graph.Parameter;
import fcn4j.graph.ParameterRule;
import fcn4j.op.Conv2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Dropout;
import fcn4j.op.Extent2;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.PoolRule;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every layer of the five nets for PASCAL VOC against the reference's definitions. */
class ReferenceLayersTest {
  private static final int CLASSES = 21;

  /** A row of the table of the reference's layers. */
  private record Layer(Map<String, String> cells) {
    String text(String column) {
      return Objects.requireNonNull(cells.get(column), column);
    }

    int number(String column) {
      return Integer.parseInt(text(column));
    }

    Extent2 extent(String column) {
      return Extent2.square(number(column));
    }

    List<String> names(String column) {
      return Arrays.asList(text(column).split(","));
    }

    ParameterRule rule(String prefix, Filler filler) {
      float rate = Float.parseFloat(text(prefix + "_lr"));
      return new ParameterRule(filler, rate, Float.parseFloat(text(prefix + "_decay")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fcn32s", "fcn16s", "fcn8s", "fcn8s-atonce", "fcn-alexnet"})
  void everyLayerIsTheReferences(String net) {
    NetOptions options =
        NetOptions.of(CLASSES)
            .withFiller(new Filler.Constant(0))
            .withLoss(
                SoftmaxLoss.plain(
                    net.equals("fcn-alexnet")
                        ? LossNormalisation.VALID
                        : LossNormalisation.BATCH_SIZE));
    Graph graph = Nets.build(net, options);
    List<Layer> layers = layers("voc-" + net);
    Map<String, String> producers = new HashMap<>(Map.of("data", "data", "label", "label"));
    List<Node> nodes = new ArrayList<>(graph.nodes());
    assertThat(nodes.removeLast().name()).isEqualTo(FcnHead.PREDICTION);

    assertThat(nodes.stream().map(Node::name).toList())
        .isEqualTo(layers.stream().map(layer -> layer.text("layer")).toList());
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      // The reference works in place: a blob's name stands for whoever wrote it last.
      List<String> bottoms = layer.names("bottoms").stream().map(producers::get).toList();
      assertThat(nodes.get(i).inputs()).as(nodes.get(i).name()).isEqualTo(bottoms);
      producers.put(layer.text("tops"), layer.text("layer"));
      checkOp(layer, nodes.get(i), graph);
    }
  }

  private static void checkOp(Layer layer, Node node, Graph graph) {
    int inChannels = channels(graph, node.inputs().getFirst());
    switch (layer.text("type")) {
      case "Convolution" -> checkConv(layer, node, inChannels);
      case "Deconvolution" -> checkDeconv(layer, node, inChannels);
      case "LRN" -> {
        assertThat(layer.text("other")).isEqualTo("lrn_param{local_size=5 alpha=0.0001 beta=0.75}");
        assertThat(node.op()).isEqualTo(new Lrn(5, 0.0001, 0.75, 1));
      }
      case "ReLU" -> assertThat(node.op()).isEqualTo(new Relu());
      case "Pooling" -> {
        assertThat(layer.text("other")).isEqualTo("pool=MAX");
        assertThat(node.op())
            .isEqualTo(
                new MaxPool2d(
                    layer.extent("kernel"),
                    layer.extent("stride"),
                    layer.extent("pad"),
                    PoolRule.CEIL));
      }
      case "Dropout" -> {
        assertThat(node.op()).isInstanceOf(Dropout.class);
        double ratio = ((Dropout) node.op()).ratio();
        assertThat("dropout_param{dropout_ratio=%s}".formatted(ratio))
            .isEqualTo(layer.text("other"));
      }
      case "Crop" -> {
        assertThat(node.op()).isInstanceOf(Crop.class);
        Extent2 offset = ((Crop) node.op()).offset();
        assertThat("crop_param{axis=2 offset=%s}".formatted(offset)).isEqualTo(layer.text("other"));
      }
      case "Eltwise" -> {
        assertThat(layer.text("other")).isEqualTo("eltwise_param{operation=SUM}");
        assertThat(node.op()).isEqualTo(Sum.plain());
      }
      case "Scale" -> checkScale(layer, node, inChannels);
      case "SoftmaxWithLoss" -> {
        boolean mean = ((SoftmaxLoss) node.op()).normalisation() == LossNormalisation.VALID;
        assertThat(layer.text("other"))
            .isEqualTo("loss_param{ignore_label=255 normalize=%s}".formatted(mean));
      }
      default -> throw new AssertionError("unknown layer type " + layer.text("type"));
    }
  }

  private static void checkConv(Layer layer, Node node, int inChannels) {
    assertThat(node.op())
        .as(node.name())
        .isEqualTo(
            new Conv2d(
                inChannels,
                layer.number("num_output"),
                layer.extent("kernel"),
                layer.extent("stride"),
                layer.extent("pad"),
                Extent2.ONE,
                layer.number("group"),
                Boolean.parseBoolean(layer.text("bias_term"))));
    Filler zero = new Filler.Constant(0);
    assertThat(node.parameters().stream().map(Parameter::rule).toList())
        .as(node.name())
        .containsExactly(layer.rule("w", zero), layer.rule("b", zero));
  }

  private static void checkDeconv(Layer layer, Node node, int inChannels) {
    assertThat(node.op())
        .as(node.name())
        .isEqualTo(
            new Deconv2d(
                inChannels,
                layer.number("num_output"),
                layer.extent("kernel"),
                layer.extent("stride"),
                layer.extent("pad"),
                Extent2.ZERO,
                layer.number("group"),
                Boolean.parseBoolean(layer.text("bias_term")),
                true));
    assertThat(node.parameters().stream().map(Parameter::rule).toList())
        .as(node.name())
        .containsExactly(layer.rule("w", new Filler.Bilinear(true)));
  }

  private static void checkScale(Layer layer, Node node, int inChannels) {
    assertThat(node.op()).isEqualTo(new Scale(inChannels));
    Parameter parameter = node.parameters().getFirst();
    Filler.Constant filler = (Filler.Constant) parameter.rule().filler();
    assertThat(parameter.rule()).isEqualTo(layer.rule("w", filler));
    String value = filler.value() == 0.01f ? "0.01" : filler.value() == 0.0001f ? "0.0001" : "?";
    assertThat("scale_param{filler{type=\"constant\" value=%s}}".formatted(value))
        .isEqualTo(layer.text("other"));
  }

  private static int channels(Graph graph, String tensor) {
    if (!graph.hasNode(tensor)) {
      return Objects.requireNonNull(graph.input(tensor)).channels();
    }
    Node node = graph.node(tensor);
    return switch (node.op()) {
      case Conv2d conv -> conv.outChannels();
      case Deconv2d deconv -> deconv.outChannels();
      default -> channels(graph, node.inputs().getFirst());
    };
  }

  private static List<Layer> layers(String net) {
    List<Layer> layers =
        Tables.read("/net/layers.tsv").stream()
            .filter(row -> net.equals(row.get("net")) && !"data".equals(row.get("layer")))
            .map(Layer::new)
            .toList();
    assertThat(layers).hasSizeGreaterThan(24);
    return layers;
  }
}
