package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.Dropout;
import fcn4j.op.Relu;
import fcn4j.op.Sum;
import fcn4j.tensor.Shape;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When tensors live, and which of them share a buffer. */
class LifetimesTest {
  private static final Shape IMAGE = new Shape(1, 3, 8, 8);
  private static final Filler FILLER = new Filler.He();

  private static Graph chain() {
    GraphBuilder builder = LossNet.of("chain", 3);
    builder.conv("conv", "data", 4, 3, 1, FILLER);
    builder.add("relu", new Relu(), "conv");
    builder.add("drop", new Dropout(0.5, 1), "relu");
    return LossNet.end(builder, "drop", 4, FILLER);
  }

  private static Lifetimes lifetimes(Graph graph, boolean training, Set<String> kept) {
    Map<String, Shape> inputs =
        graph.input("label") == null
            ? Map.of("data", IMAGE)
            : Map.of("data", IMAGE, "label", IMAGE.withChannels(1));
    return new Lifetimes(
        graph,
        graph.shapes(inputs),
        (type, elements) -> 4 * elements,
        Collections.nCopies(graph.nodes().size(), new Lifetimes.OpBytes(16, 32, 48)),
        training ? new Backpropagation(graph, Set.of()) : null,
        kept,
        Set.of(),
        Set.of());
  }

  private static MemoryPlan.Buffer value(Lifetimes lifetimes, String tensor) {
    return lifetimes.buffers().get(lifetimes.value(tensor));
  }

  private static MemoryPlan.Buffer gradient(Lifetimes lifetimes, String tensor) {
    return buffer(lifetimes, lifetimes.gradient(tensor));
  }

  private static MemoryPlan.Buffer buffer(Lifetimes lifetimes, @Nullable Integer index) {
    assertThat(index).isNotNull();
    return lifetimes.buffers().get(Objects.requireNonNull(index));
  }

  /** Nodes are steps 0 to 4, their backward passes 9 to 5. */
  @Test
  void trainingChain() {
    Lifetimes lifetimes = lifetimes(chain(), true, Set.of());

    // Relu works in place; its output is read by its own backward, step 8, so dropout does not.
    assertThat(lifetimes.value("relu")).isEqualTo(lifetimes.value("conv"));
    assertThat(lifetimes.value("drop")).isNotEqualTo(lifetimes.value("relu"));
    assertThat(value(lifetimes, "conv")).isEqualTo(new MemoryPlan.Buffer("conv", 4 * 4 * 64, 0, 8));
    assertThat(value(lifetimes, "drop")).isEqualTo(new MemoryPlan.Buffer("drop", 4 * 4 * 64, 2, 6));
    assertThat(value(lifetimes, "score"))
        .isEqualTo(new MemoryPlan.Buffer("score", 4 * 4 * 64, 3, 5));
    assertThat(value(lifetimes, "loss")).isEqualTo(new MemoryPlan.Buffer("loss", 4, 4, 10));
    assertThat(value(lifetimes, "data").firstStep()).isZero();
    assertThat(value(lifetimes, "data").lastStep()).isEqualTo(10);

    assertThat(gradient(lifetimes, "score"))
        .isEqualTo(new MemoryPlan.Buffer("gradient of score", 4 * 4 * 64, 5, 6));
    // One buffer goes back through dropout and relu to the convolution.
    assertThat(gradient(lifetimes, "drop"))
        .isEqualTo(new MemoryPlan.Buffer("gradient of drop", 4 * 4 * 64, 6, 9));
    assertThat(lifetimes.gradient("relu")).isEqualTo(lifetimes.gradient("drop"));
    assertThat(lifetimes.gradient("conv")).isEqualTo(lifetimes.gradient("drop"));
    assertThat(lifetimes.gradient("data")).isNull();
    assertThat(lifetimes.gradient("loss")).isNull();
    assertThat(buffer(lifetimes, lifetimes.saved("relu")))
        .isEqualTo(new MemoryPlan.Buffer("relu saved", 16, 1, 8));
  }

  @Test
  void aWorkspaceLivesWhileItsPassRuns() {
    Lifetimes training = lifetimes(chain(), true, Set.of());
    assertThat(buffer(training, training.forwardWorkspace("conv")))
        .isEqualTo(new MemoryPlan.Buffer("workspace of conv", 32, 0, 0));
    assertThat(buffer(training, training.backwardWorkspace("conv")))
        .isEqualTo(new MemoryPlan.Buffer("workspace of conv", 48, 9, 9));

    Lifetimes inference = lifetimes(chain(), false, Set.of());
    assertThat(buffer(inference, inference.forwardWorkspace("loss")))
        .isEqualTo(new MemoryPlan.Buffer("workspace of loss", 32, 4, 4));
    assertThat(inference.backwardWorkspace("loss")).isNull();
  }

  @Test
  void forwardOnlyEverythingIsInPlaceAndShort() {
    Lifetimes lifetimes = lifetimes(chain(), false, Set.of());
    assertThat(lifetimes.value("relu")).isEqualTo(lifetimes.value("conv"));
    assertThat(lifetimes.value("drop")).isEqualTo(lifetimes.value("conv"));
    assertThat(value(lifetimes, "drop").lastStep()).isEqualTo(3);
    assertThat(value(lifetimes, "score").lastStep()).isEqualTo(4);
    assertThat(lifetimes.gradient("score")).isNull();
  }

  @Test
  void keptValuesAreNotOverwrittenAndLiveToTheEnd() {
    Lifetimes lifetimes = lifetimes(chain(), false, Set.of("conv", "relu"));
    assertThat(lifetimes.value("relu")).isNotEqualTo(lifetimes.value("conv"));
    assertThat(lifetimes.value("drop")).isNotEqualTo(lifetimes.value("relu"));
    assertThat(value(lifetimes, "conv").lastStep()).isEqualTo(10);
    assertThat(value(lifetimes, "relu").lastStep()).isEqualTo(10);
  }

  @Test
  void anotherReaderForbidsWorkingInPlace() {
    GraphBuilder builder = new GraphBuilder("fan-out");
    builder.input("data", 3);
    builder.conv("conv", "data", 4, 3, 1, FILLER);
    builder.add("relu", new Relu(), "conv");
    builder.add("sum", Sum.plain(), "conv", "relu");
    Lifetimes lifetimes = lifetimes(builder.build(), false, Set.of());
    assertThat(lifetimes.value("relu")).isNotEqualTo(lifetimes.value("conv"));
    assertThat(value(lifetimes, "conv").lastStep()).isEqualTo(2);
  }

  @Test
  void inputsAreNeverOverwritten() {
    GraphBuilder builder = new GraphBuilder("input");
    builder.input("data", 3);
    builder.add("relu", new Relu(), "data");
    Lifetimes lifetimes = lifetimes(builder.build(), false, Set.of());
    assertThat(lifetimes.value("relu")).isNotEqualTo(lifetimes.value("data"));
  }

  /** pool1 feeds conv2 and score_pool1; its gradient lives from the first sender on. */
  @Test
  void aGradientWithTwoSendersLivesFromTheFirstOfThemOn() {
    Graph graph = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED).forTraining(Set.of());
    int end = 2 * graph.nodes().size();
    Map<String, Shape> inputs =
        Map.of("data", new Shape(1, 3, 16, 16), "label", new Shape(1, 1, 16, 16));
    Lifetimes lifetimes =
        new Lifetimes(
            graph,
            graph.shapes(inputs),
            (type, elements) -> 4 * elements,
            Collections.nCopies(graph.nodes().size(), Lifetimes.OpBytes.NONE),
            new Backpropagation(graph, Set.of()),
            Set.of(),
            Set.of(),
            Set.of());
    MemoryPlan.Buffer buffer = gradient(lifetimes, "pool1");
    assertThat(buffer.firstStep()).isEqualTo(end - 1 - graph.position("score_pool1"));
    assertThat(buffer.lastStep()).isEqualTo(end - 1 - graph.position("pool1"));
    assertThat(lifetimes.saved("pool1")).isNull();
  }
}
