package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.net.FcnVariant;
import fcn4j.net.Nets;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.Frame;
import fcn4j.op.GradMode;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pass that is run node by node is the pass. */
class NodePassesTest {
  private static final Shape IMAGE = new Shape(2, 3, 17, 21);
  private static final StepState STEP = new StepState(5, 1);

  private final ReferenceBackend backend = new ReferenceBackend(2);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void stepNodeByNodeGivesTheSameLossAndGradients() {
    Graph graph =
        TinyNets.fcn(TinyNets.SHAPE.withDropout(0.5), FcnVariant.FCN_16S, Upsampling.FIXED);
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of(), Set.of("data"))) {
      TinyNets.randomise(parameters, Trial.SEED);
      assertThatThrownBy(executor::nodePasses)
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("has not been run yet");
      executor.step(Trial.feeds(graph, IMAGE), STEP, false);
      Trial expected = Trial.result(executor, parameters);
      executor.stepAgain(new StepState(5, 2), false);
      assertThat(executor.loss()).as("other masks").isNotEqualTo(expected.loss());
      backend.beginStep(STEP);
      executor.nodePasses().forEach(pass -> pass.work().run());
      Trial again = Trial.result(executor, parameters);
      assertThat(again.loss()).isEqualTo(expected.loss());
      assertThat(again.gradients()).usingRecursiveComparison().isEqualTo(expected.gradients());
    }
  }

  @Test
  void backwardPassesTellWhatTheyCompute() {
    Graph graph = TinyNets.fcn(FcnVariant.FCN_32S, Upsampling.FIXED);
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      TinyNets.randomise(parameters, Trial.SEED);
      executor.step(Trial.feeds(graph, IMAGE), STEP, false);
      List<NodePass> passes = executor.nodePasses();
      List<Node> nodes = executor.graph().nodes();
      assertThat(passes.subList(0, nodes.size()))
          .noneMatch(NodePass::isBackward)
          .extracting(NodePass::node)
          .isEqualTo(nodes);
      assertThat(passes.subList(nodes.size(), passes.size())).allMatch(NodePass::isBackward);
      NodePass last = passes.getLast();
      assertThat(last.node().name()).isEqualTo("conv1");
      assertThat(last.inputs()).containsExactly(IMAGE);
      assertThat(last.requireGradients().inputs()).containsExactly(GradMode.IGNORE);
      assertThat(last.requireGradients().parameters())
          .containsExactly(GradMode.OVERWRITE, GradMode.OVERWRITE);
    }
  }

  @Test
  void windowsAndFramesRunNodeByNode() {
    Graph net = Nets.build("fcn32s-tiny", 5);
    Set<String> outputs = Set.of("score");
    Graph graph = Fusion.rewrite(net.forInference(outputs), outputs);
    try (Parameters parameters = new Parameters(net, backend, false);
        Executor executor = Executor.inference(graph, parameters, outputs)) {
      TinyNets.randomise(parameters, 7);
      Shape image = new Shape(1, 3, 60, 48);
      executor.forward(Feeds.of("data", TinyNets.image(image, 3)));
      float[] expected = executor.read("score").data();
      executor.forward(Feeds.of("data", TinyNets.image(image, 4)));
      assertThat(executor.read("score").data()).isNotEqualTo(expected);
      executor.forward(Feeds.of("data", TinyNets.image(image, 3)));
      List<NodePass> passes = executor.nodePasses();
      passes.forEach(pass -> pass.work().run());
      assertThat(executor.read("score").data()).isEqualTo(expected);
      assertThat(passes).anyMatch(pass -> pass.node().op() instanceof Frame);
      assertThat(passes)
          .allSatisfy(
              pass -> assertThat(pass.node().op().output(pass.inputs())).isEqualTo(pass.output()));
    }
  }
}
