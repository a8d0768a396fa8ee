package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Analysis;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphException;
import fcn4j.graph.Node;
import fcn4j.op.Deconv2d;
import fcn4j.op.Rational;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes, parameters and fields of the AlexNets against the known facts. */
class AlexNetFactsTest {
  private static final int CLASSES = 21;
  private static final int IMAGE = AlexNetShape.IMAGE_EXTENT;

  private static Map<String, Shape> inputs(int h, int w) {
    return Map.of("data", new Shape(1, 3, h, w), "label", new Shape(1, 1, h, w));
  }

  @Test
  void parameters() {
    Analysis analysis = Analysis.of(Nets.build("fcn-alexnet", CLASSES), inputs(500, 375));
    assertThat(analysis.trainedParameters()).isEqualTo(56_954_261);
    assertThat(analysis.row("fc6").parameters()).isEqualTo(37_752_832);
    assertThat(analysis.row("fc7").parameters()).isEqualTo(16_781_312);
    assertThat(analysis.row("score_fr").parameters()).isEqualTo(86_037);
    assertThat(
            List.of("conv1", "conv2", "conv3", "conv4", "conv5").stream()
                .mapToLong(name -> analysis.row(name).parameters())
                .sum())
        .isEqualTo(2_334_080);
    assertThat(analysis.graph().node("upscore").op()).isEqualTo(Deconv2d.diagonal(CLASSES, 63, 32));
  }

  @ParameterizedTest
  @CsvSource({
    "conv1,11,4", "pool1,19,8", "norm1,19,8", "conv2,51,8", "pool2,67,16", "conv3,99,16",
    "conv4,131,16", "conv5,163,16", "pool5,195,32", "fc6,355,32", "fc7,355,32", "score_fr,355,32"
  })
  void receptiveFieldAndStride(String node, int field, int stride) {
    Analysis analysis = Analysis.of(Nets.build("fcn-alexnet", CLASSES), inputs(500, 375));
    assertThat(analysis.row(node).receptiveFieldH()).isEqualTo(Rational.of(field));
    assertThat(analysis.row(node).receptiveFieldW()).isEqualTo(Rational.of(field));
    assertThat(analysis.row(node).strideH()).isEqualTo(Rational.of(stride));
  }

  @Test
  void sizesOfAllExtents() {
    Graph graph = Nets.build("fcn-alexnet", CLASSES);
    List<String> nodes = List.of("conv1", "pool1", "pool2", "pool5", "fc6", "upscore");
    List<Map<String, String>> rows = Tables.read("/net/sizes-alexnet-googlenet.tsv");
    assertThat(rows).hasSize(14);
    for (Map<String, String> row : rows) {
      int input = Integer.parseInt(Objects.requireNonNull(row.get("input")));
      Map<String, Shape> shapes = graph.shapes(inputs(input, 40));
      for (String node : nodes) {
        int expected = Integer.parseInt(Objects.requireNonNull(row.get("alexnet_" + node)));
        assertThat(Objects.requireNonNull(shapes.get(node)).h()).as(node).isEqualTo(expected);
      }
    }
  }

  /** Two nets with the same names and extents: nothing but the order of two layers differs. */
  @Test
  void theTwoAlexNetsDifferInTheOrderOfPoolingAndNormalisationOnly() {
    Graph caffe = Nets.build("caffenet", 1000);
    Graph alex = Nets.build("alexnet", 1000);
    assertThat(names(caffe))
        .startsWith("conv1", "relu1", "pool1", "norm1", "conv2", "relu2", "pool2", "norm2", "conv3")
        .endsWith("drop7", "fc8", "prob");
    assertThat(names(alex))
        .startsWith("conv1", "relu1", "norm1", "pool1", "conv2", "relu2", "norm2", "pool2", "conv3")
        .containsExactlyInAnyOrderElementsOf(names(caffe));
    assertThat(alex.parameters()).isEqualTo(caffe.parameters());
    for (Graph net : List.of(caffe, alex)) {
      Map<String, Shape> shapes = net.shapes(Map.of("data", new Shape(1, 3, IMAGE, IMAGE)));
      assertThat(shapes)
          .containsEntry("pool5", new Shape(1, 256, 6, 6))
          .containsEntry("fc6", new Shape(1, 4096, 1, 1))
          .containsEntry("prob", new Shape(1, 1000, 1, 1));
    }
    Graph fcn = Nets.build("fcn-alexnet-norm-pool", CLASSES);
    assertThat(names(fcn)).startsWith("conv1", "relu1", "norm1", "pool1", "conv2");
  }

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  @Test
  void impossibleMeasuresAreRefused() {
    AlexNetShape.Order order = AlexNetShape.Order.POOL_NORM;
    assertThatThrownBy(() -> new AlexNetShape(order, -1, 1, 0)).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> new AlexNetShape(order, 0, 96, 0))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("96");
  }
}
