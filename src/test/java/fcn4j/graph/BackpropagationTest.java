package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Relu;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackpropagationTest {
  private final Graph graph = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);

  @Test
  void theFirstSenderOverwritesTheOthersAccumulate() {
    Backpropagation back = new Backpropagation(graph, Set.of());
    assertThat(back.firstSender("pool1").name()).isEqualTo("score_pool1");
    assertThat(back.modes(graph.node("score_pool1"), false).inputs())
        .containsExactly(GradMode.OVERWRITE);
    assertThat(back.modes(graph.node("conv2"), false).inputs())
        .containsExactly(GradMode.ACCUMULATE);
  }

  @Test
  void theImageHasAGradientOnlyIfAskedFor() {
    Backpropagation without = new Backpropagation(graph, Set.of());
    assertThat(without.hasGradient("data")).isFalse();
    assertThat(without.modes(graph.node("conv1"), false).inputs()).containsExactly(GradMode.IGNORE);
    Backpropagation with = new Backpropagation(graph, Set.of("data"));
    assertThat(with.hasGradient("data")).isTrue();
    assertThat(with.modes(graph.node("conv1"), false).inputs()).containsExactly(GradMode.OVERWRITE);
  }

  @Test
  void frozenParametersHaveNoGradientButLetItThrough() {
    Backpropagation back = new Backpropagation(graph, Set.of());
    GradModes modes = back.modes(graph.node("upscore2"), true);
    assertThat(modes.inputs()).containsExactly(GradMode.OVERWRITE);
    assertThat(modes.parameters()).containsExactly(GradMode.IGNORE);
    assertThat(back.modes(graph.node("conv1"), true).parameters())
        .containsExactly(GradMode.ACCUMULATE, GradMode.ACCUMULATE);
  }

  @Test
  void cropsReferencesAndLabelsGetNothing() {
    Backpropagation back = new Backpropagation(graph, Set.of());
    assertThat(back.modes(graph.node("score_pool1c"), false).inputs())
        .containsExactly(GradMode.OVERWRITE, GradMode.IGNORE);
    assertThat(back.modes(graph.node("loss"), false).inputs())
        .containsExactly(GradMode.OVERWRITE, GradMode.IGNORE);
    assertThat(back.hasGradient("label")).isFalse();
    assertThat(back.isActive(graph.node("prediction"))).isFalse();
  }

  /** Nothing is computed below the lowest parameter that is trained. */
  @Test
  void aFrozenTrunkIsNotEntered() {
    GraphBuilder builder = LossNet.of("frozen", 3);
    List<ParameterRule> frozen =
        List.of(
            ParameterRule.frozen(new Filler.He()), ParameterRule.frozen(new Filler.Constant(0)));
    builder.add("conv", Conv2d.square(3, 4, 3, 1, 1), frozen, "data");
    builder.add("relu", new Relu(), "conv");
    Graph net = LossNet.end(builder, "relu", 4, new Filler.He());
    Backpropagation back = new Backpropagation(net, Set.of());
    assertThat(net.nodes().stream().filter(back::isActive).map(Node::name).toList())
        .containsExactly("score", "loss");
    assertThat(back.hasGradient("relu")).isFalse();
    assertThat(back.modes(net.node("score"), false).inputs()).containsExactly(GradMode.IGNORE);
  }
}
