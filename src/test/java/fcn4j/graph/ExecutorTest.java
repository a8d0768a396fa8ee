package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.LabelException;
import fcn4j.op.ShapeException;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutorTest {
  private static final Shape IMAGE = new Shape(2, 3, 17, 21);
  private static final StepState STEP = new StepState(5, 0);

  private final WatchedBackend backend = new WatchedBackend(64);
  private final Graph fcn = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.LEARNED);
  private final Graph dropping =
      TinyNets.fcn(TinyNets.SHAPE.withDropout(0.5), FcnVariant.FCN_16S, Upsampling.FIXED);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(backend.openMemories).isZero();
    assertThat(backend.openOps).isZero();
    assertThat(backend.openRecordings).isZero();
    backend.close();
  }

  private Parameters parameters(Graph graph) {
    Parameters parameters = new Parameters(graph, backend, true);
    TinyNets.randomise(parameters, Trial.SEED);
    return parameters;
  }

  private static Feeds image(Shape shape) {
    return Feeds.of("data", TinyNets.image(shape, Trial.SEED));
  }

  private static Set<String> everyNode(Graph graph) {
    return graph.nodes().stream().map(Node::name).collect(Collectors.toSet());
  }

  private static void assertSame(Trial actual, Trial expected) {
    assertThat(actual.loss()).isEqualTo(expected.loss());
    assertThat(actual.gradients()).usingRecursiveComparison().isEqualTo(expected.gradients());
  }

  @ParameterizedTest
  @EnumSource(FcnVariant.class)
  void sharingMemoryOverTimeChangesNothing(FcnVariant variant) {
    for (Upsampling upsampling : Upsampling.values()) {
      Graph graph = TinyNets.fcn(TinyNets.SHAPE.withDropout(0.5), variant, upsampling);
      for (Graph form : new Graph[] {graph, Fusion.rewrite(graph, Set.of())}) {
        Trial sharing = Trial.of(form, backend, IMAGE, Set.of());
        Trial keeping = Trial.of(form, backend, IMAGE, everyNode(form));
        assertSame(sharing, keeping);
        assertThat(sharing.loss()).isPositive();
      }
    }
  }

  @Test
  void sharingTakesLessMemory() {
    try (Parameters parameters = parameters(fcn);
        Executor sharing = Executor.training(fcn, parameters, Set.of());
        Executor keeping = Executor.training(fcn, parameters, everyNode(fcn))) {
      sharing.step(Trial.feeds(fcn, IMAGE), STEP, false);
      keeping.step(Trial.feeds(fcn, IMAGE), STEP, false);
      assertThat(sharing.activationBytes()).isLessThan(keeping.activationBytes());
    }
  }

  @Test
  void imagesOfChangingSizesGiveWhatEachGivesAlone() {
    Shape[] sizes = {
      IMAGE, new Shape(1, 3, 30, 9), new Shape(1, 3, 1, 1), new Shape(3, 3, 20, 33), IMAGE
    };
    try (Parameters parameters = parameters(dropping);
        Executor executor =
            Executor.training(dropping, parameters, Set.of("score"), Set.of("data"))) {
      for (Shape size : sizes) {
        executor.step(Trial.feeds(dropping, size), new StepState(Trial.SEED, 0), false);
        Trial alone = Trial.of(dropping, backend, size, Set.of("score"));
        assertSame(Trial.result(executor, parameters), alone);
        assertThat(executor.read("score").shape())
            .isEqualTo(new Shape(size.n(), 5, size.h(), size.w()));
      }
    }
  }

  @Test
  void nothingIsTakenAfterTheFirstStepOfAShape() {
    Feeds small = Trial.feeds(fcn, IMAGE);
    Feeds large = Trial.feeds(fcn, new Shape(2, 3, 31, 31));
    try (Parameters parameters = parameters(fcn);
        Executor executor = Executor.training(fcn, parameters, Set.of())) {
      executor.step(small, STEP, false);
      executor.step(large, STEP, false);
      executor.step(small, STEP, false);
      int allocations = backend.allocations;
      int binds = backend.binds;
      int recordings = backend.openRecordings;
      for (int i = 0; i < 4; i++) {
        executor.step(i % 2 == 0 ? small : large, STEP, false);
      }
      assertThat(backend.allocations).isEqualTo(allocations);
      assertThat(backend.binds).isEqualTo(binds);
      assertThat(backend.openRecordings).isEqualTo(recordings);
      // Parameters, the small block, the larger one in its place.
      assertThat(allocations).isEqualTo(3);
      assertThat(backend.openMemories).isEqualTo(2);
    }
  }

  @Test
  void theLeastRecentlyUsedPlansAreDropped() {
    int nodes = fcn.forTraining(Set.of()).nodes().size();
    try (Parameters parameters = parameters(fcn);
        Executor executor = Executor.training(fcn, parameters, Set.of())) {
      Feeds first = Trial.feeds(fcn, new Shape(1, 3, 1, 1));
      // The largest first: a block that grows would take the recordings with it.
      for (int width = 40; width >= 1; width--) {
        executor.step(Trial.feeds(fcn, new Shape(1, 3, 1, width)), STEP, false);
        executor.step(first, STEP, false);
      }
      assertThat(backend.openOps).isEqualTo(32 * nodes);
      assertThat(backend.openRecordings).isEqualTo(32);
      int binds = backend.binds;
      executor.step(first, STEP, false);
      executor.step(Trial.feeds(fcn, new Shape(1, 3, 1, 2)), STEP, false);
      assertThat(backend.binds).isEqualTo(binds);
      executor.step(Trial.feeds(fcn, new Shape(1, 3, 1, 40)), STEP, false);
      assertThat(backend.binds).isEqualTo(binds + nodes);
    }
  }

  @Test
  void gradientsOfSeveralPassesAdd() {
    Feeds a = Trial.feeds(fcn, IMAGE);
    Feeds b = Trial.feeds(fcn, new Shape(1, 3, 25, 14));
    try (Parameters parameters = parameters(fcn);
        Executor executor = Executor.training(fcn, parameters, Set.of())) {
      executor.step(a, STEP, false);
      float[] ofA = parameters.gradient("conv2.weight");
      executor.step(b, STEP, false);
      float[] ofB = parameters.gradient("conv2.weight");
      executor.step(a, STEP, false);
      executor.step(b, STEP, true);
      float[] sum = parameters.gradient("conv2.weight");
      for (int i = 0; i < sum.length; i++) {
        assertThat(sum[i]).isEqualTo(ofA[i] + ofB[i], offset(1e-5f * Math.abs(ofA[i]) + 1e-4f));
      }
      assertThat(ofA).isNotEqualTo(ofB);
    }
  }

  @Test
  void inferenceEqualsTheTrainingNetWithoutDropout() {
    Graph plain = TinyNets.fcn(TinyNets.SHAPE, FcnVariant.FCN_16S, Upsampling.FIXED);
    try (Parameters parameters = parameters(dropping);
        Executor without = Executor.training(plain, parameters, Set.of("score"));
        Executor inference =
            Executor.inference(dropping, parameters, Set.of("score", "prediction"));
        Executor with = Executor.training(dropping, parameters, Set.of("score"))) {
      without.step(Trial.feeds(plain, IMAGE), STEP, false);
      inference.forward(image(IMAGE));
      with.step(Trial.feeds(dropping, IMAGE), STEP, false);

      float[] expected = without.read("score").data();
      assertThat(inference.read("score").data()).isEqualTo(expected);
      assertThat(with.read("score").data()).isNotEqualTo(expected);
      assertThat(inference.readBytes("prediction").shape()).isEqualTo(new Shape(2, 1, 17, 21));
    }
  }

  @Test
  void masksFollowFromSeedAndStep() {
    Feeds feeds = Trial.feeds(dropping, IMAGE);
    try (Parameters parameters = parameters(dropping);
        Executor executor = Executor.training(dropping, parameters, Set.of())) {
      Map<StepState, Double> losses = new HashMap<>();
      for (StepState state :
          new StepState[] {new StepState(5, 0), new StepState(5, 1), new StepState(6, 0)}) {
        executor.step(feeds, state, false);
        losses.put(state, executor.loss());
      }
      assertThat(Set.copyOf(losses.values())).hasSize(3);
      losses.forEach((state, loss) -> {
        executor.step(feeds, state, false);
        assertThat(executor.loss()).isEqualTo(loss);
      });
    }
  }

  @Test
  void whatIsDoneAgainTakesTheInputsThatAreThere() {
    Feeds feeds = Trial.feeds(dropping, IMAGE);
    try (Parameters parameters = parameters(dropping);
        Executor training = Executor.training(dropping, parameters, Set.of());
        Executor inference = Executor.inference(dropping, parameters, Set.of("score"))) {
      assertThatThrownBy(inference::forwardAgain)
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("has not been run yet");
      inference.forward(image(IMAGE));
      float[] scores = inference.read("score").data();
      for (int i = 0; i < 3; i++) {
        inference.forwardAgain();
        assertThat(inference.read("score").data()).isEqualTo(scores);
      }
      training.step(feeds, new StepState(5, 1), false);
      double loss = training.loss();
      for (long step : new long[] {0, 1, 1}) {
        training.stepAgain(new StepState(5, step), false);
        assertThat(training.loss() == loss).isEqualTo(step == 1);
      }
      assertThatThrownBy(() -> inference.stepAgain(STEP, false))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("inference only");
    }
  }

  @Test
  void onlyWhatIsKeptCanBeRead() {
    try (Parameters parameters = parameters(fcn);
        Executor executor = Executor.training(fcn, parameters, Set.of("fc7", "prediction"))) {
      assertThatThrownBy(executor::loss)
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("has not been run yet");
      executor.step(Trial.feeds(fcn, IMAGE), STEP, false);
      HostTensor fc7 = executor.read("fc7");
      assertThat(fc7.data()).isNotEqualTo(new float[1]);
      HostTensor again = HostTensor.zeros(fc7.shape());
      executor.read("fc7", again);
      assertThat(again.data()).isEqualTo(fc7.data());
      assertThatThrownBy(() -> executor.read("fc7", HostTensor.zeros(new Shape(1, 1, 1, 1))))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'fc7' has the shape");
      assertThat(executor.read("loss").data()[0]).isEqualTo((float) executor.loss());
      assertThatThrownBy(() -> executor.read("score"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'score' was not kept");
      assertThatThrownBy(() -> executor.read("prediction"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("UINT8");
      assertThatThrownBy(() -> executor.readBytes("fc7"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("FLOAT32");
      assertThatThrownBy(() -> executor.readInputGradient("data"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("no gradient of input 'data' was asked for");
      assertThat(executor.readBytes("prediction").data()).hasSize(2 * 17 * 21);
    }
  }

  @Test
  void feedsMustFitTheInputs() {
    HostTensor image = TinyNets.image(IMAGE, 1);
    ByteTensor label = TinyNets.labels(IMAGE, 5, 1);
    try (Parameters parameters = parameters(fcn);
        Executor executor = Executor.training(fcn, parameters, Set.of());
        Executor inference = Executor.inference(fcn, parameters, Set.of("score"))) {
      assertThatThrownBy(() -> executor.step(Feeds.of("data", image), STEP, false))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("no input 'label' given");
      assertThatThrownBy(
              () -> executor.step(Feeds.of("data", image).with("labels", label), STEP, false))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("no input 'labels'");
      HostTensor floats = HostTensor.zeros(label.shape());
      assertThatThrownBy(
              () -> executor.step(Feeds.of("data", image).with("label", floats), STEP, false))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'label' takes UINT8");
      assertThatThrownBy(() -> inference.step(Feeds.of("data", image), STEP, false))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("inference only");
      // What failed leaves the executor usable.
      executor.step(Feeds.of("data", image).with("label", label), STEP, false);
      assertThat(executor.loss()).isPositive();
    }
  }

  @Test
  void aLabelThatIsNoClassIsAnError() {
    ByteTensor label = TinyNets.labels(IMAGE, 5, 1);
    label.data()[3] = 77;
    for (Graph graph : new Graph[] {fcn, Fusion.rewrite(fcn, Set.of())}) {
      try (Parameters parameters = parameters(graph);
          Executor executor = Executor.training(graph, parameters, Set.of())) {
        Feeds feeds = Feeds.of("data", TinyNets.image(IMAGE, 1)).with("label", label);
        assertThatThrownBy(
                () -> {
                  executor.step(feeds, STEP, false);
                  executor.loss();
                })
            .isInstanceOf(LabelException.class)
            .hasMessageContaining("77");
        executor.step(Trial.feeds(graph, IMAGE), STEP, false);
        assertThat(executor.loss()).isPositive();
      }
    }
  }

  @Test
  void trainingNeedsALossAndRoomForGradients() {
    Graph noLoss = fcn.prunedTo(Set.of("score"));
    try (Parameters parameters = new Parameters(fcn, backend, false)) {
      assertThatThrownBy(() -> Executor.training(noLoss, parameters, Set.of()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("no loss");
      assertThatThrownBy(() -> Executor.training(fcn, parameters, Set.of()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("allocate them for training");
      assertThatThrownBy(() -> Executor.inference(fcn, parameters, Set.of("scores")))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("no node 'scores'");
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Parameters parameters = parameters(fcn);
    Executor executor = Executor.training(fcn, parameters, Set.of());
    executor.step(Trial.feeds(fcn, IMAGE), STEP, false);
    executor.close();
    executor.close();
    assertThat(executor.activationBytes()).isZero();
    parameters.close();
    parameters.close();
    assertThat(Arrays.asList(backend.openMemories, backend.openOps)).containsOnly(0);
  }

  /** A device that fails stays failed; whatever call it was, nothing is left behind. */
  @Test
  void aFailureOfAnyCallLeavesNothingOpen() {
    Graph graph = Fusion.rewrite(dropping, Set.of()).forTraining(Set.of());
    int failing = 0;
    boolean failed = true;
    while (failed) {
      failing++;
      backend.calls = 0;
      backend.failingCall = failing;
      failed = fails(graph);
      assertThat(backend.openMemories).as("call %d", failing).isZero();
      assertThat(backend.openOps).as("call %d", failing).isZero();
      assertThat(backend.openRecordings).as("call %d", failing).isZero();
    }
    assertThat(failing).isGreaterThan(100);
  }

  private boolean fails(Graph graph) {
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      parameters.initialise(1);
      for (int width : new int[] {9, 20, 9}) {
        Feeds feeds = Trial.feeds(graph, new Shape(1, 3, 12, width));
        executor.step(feeds, STEP, false);
        executor.step(feeds, STEP, true);
        parameters.update(1e-4, 0.9, 0, 2, 0);
        assertThat(executor.loss()).isPositive();
      }
      return false;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("call %d fails".formatted(backend.failingCall));
      return true;
    }
  }
}
