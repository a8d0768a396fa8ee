package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.net.FcnVariant;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.Dropout;
import fcn4j.op.ShapeException;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Shape IMAGE = new Shape(2, 3, 20, 24);
  private static final Shape LABEL = new Shape(2, 1, 20, 24);
  private final Graph fcn = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);

  private static Graph withDropout() {
    return Nets.fcn(
        "dropping", TinyNets.SHAPE.withDropout(0.5), FcnVariant.FCN_16S, NetOptions.of(5));
  }

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  @Test
  void shapesOfAllInputsAndNodes() {
    Map<String, Shape> shapes = fcn.shapes(Map.of("data", IMAGE, "label", LABEL));
    assertThat(shapes).hasSize(fcn.nodes().size() + 2);
    assertThat(shapes).containsEntry("data", IMAGE).containsEntry("loss", Shape.scalar());
    assertThat(shapes.get("score")).isEqualTo(new Shape(2, 5, 20, 24));
    assertThat(shapes.get("prediction")).isEqualTo(LABEL);
  }

  @Test
  void inputsMustBeThereWithTheirChannels() {
    assertThatThrownBy(() -> fcn.shapes(Map.of("data", IMAGE)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("no input 'label' given");
    assertThatThrownBy(() -> fcn.shapes(Map.of("data", LABEL, "label", LABEL)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("'data' needs 3 channels, got (2,1,20,24)");
  }

  @Test
  void aNodeThatCannotTakeItsInputsIsNamed() {
    Shape smaller = new Shape(2, 1, 20, 23);
    assertThatThrownBy(() -> fcn.shapes(Map.of("data", IMAGE, "label", smaller)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("node loss")
        .hasMessageContaining("(2,1,20,23)");
    Shape fewer = new Shape(1, 1, 20, 24);
    assertThatThrownBy(() -> fcn.shapes(Map.of("data", IMAGE, "label", fewer)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("node loss");
  }

  @Test
  void unknownNodesAreNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> fcn.node("conv9"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no node 'conv9'")
        .hasMessageContaining("conv1, relu1, pool1");
    assertThatThrownBy(() -> fcn.coordinates("conv9")).isInstanceOf(GraphException.class);
    assertThatThrownBy(() -> fcn.prunedTo(Set.of("conv9"))).isInstanceOf(GraphException.class);
    assertThat(fcn.input("conv1")).isNull();
    assertThat(fcn.hasNode("data")).isFalse();
  }

  @Test
  void pruningKeepsWhatIsNeeded() {
    Graph pruned = fcn.prunedTo(Set.of("fuse_pool2"));
    assertThat(names(pruned))
        .isEqualTo(names(fcn).subList(0, names(fcn).indexOf("fuse_pool2") + 1));
    assertThat(pruned.inputs()).extracting(GraphInput::name).containsExactly("data");
    assertThat(names(fcn.prunedTo(Set.of("pool1")))).containsExactly("conv1", "relu1", "pool1");
    assertThat(pruned.coordinates("fuse_pool2")).isEqualTo(fcn.coordinates("fuse_pool2"));
  }

  @Test
  void pruningForTrainingKeepsLossesAndWhatIsAskedFor() {
    assertThat(names(fcn.forTraining(Set.of()))).endsWith("loss").doesNotContain("prediction");
    assertThat(names(fcn.forTraining(Set.of("prediction")))).isEqualTo(names(fcn));
    Graph noLoss = fcn.prunedTo(Set.of("score"));
    assertThatThrownBy(() -> noLoss.forTraining(Set.of()))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("no loss");
  }

  @Test
  void inferenceHasNoDropout() {
    Graph graph = withDropout();
    Graph inference = graph.forInference(List.of("prediction"));
    assertThat(graph.nodes()).anyMatch(node -> node.op() instanceof Dropout);
    assertThat(inference.nodes()).noneMatch(node -> node.op() instanceof Dropout);
    assertThat(inference.node("fc7").inputs()).containsExactly("relu6");
    assertThat(inference.node("score_fr").inputs()).containsExactly("relu7");
    assertThat(names(inference)).endsWith("prediction").doesNotContain("loss");
    assertThat(inference.inputs()).extracting(GraphInput::name).containsExactly("data");
    assertThat(inference.parameters()).isEqualTo(graph.parameters());
  }

  @Test
  void fusedLossesStillNeedLabelsOfTheImagesSize() {
    Graph fused = Fusion.rewrite(fcn, Set.of());
    Map<String, Shape> smaller = Map.of("data", IMAGE, "label", new Shape(2, 1, 12, 24));
    assertThat(fused.shapes(Map.of("data", IMAGE, "label", LABEL))).isNotEmpty();
    assertThatThrownBy(() -> fused.shapes(smaller))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("node loss")
        .hasMessageContaining("label is (2,1,12,24)")
        .hasMessageContaining("data, (2,3,20,24)");
    assertThatThrownBy(() -> fused.forTraining(Set.of()).shapes(smaller))
        .isInstanceOf(ShapeException.class);
    assertThat(fused.forInference(List.of("prediction")).shapes(Map.of("data", IMAGE)))
        .containsEntry("prediction", LABEL);
  }
}
