package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.GoldenTinyFcn8s;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.op.MaxPool2d;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nets on oneDNN: against PyTorch, with and without the margin, twice, and their memory. */
@Tag("build")
class OnednnNetTest {
  /** A share of each array's largest value. */
  private static final double GOLDEN_TOLERANCE = 2e-6;

  private static OnednnBackend backend;

  @BeforeAll
  static void open() {
    backend = new OnednnBackend(2);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  @Test
  void everyActivationTheLossAndEveryGradientOfTheGoldenNet() {
    new GoldenTinyFcn8s(backend, GOLDEN_TOLERANCE).checkUnfused();
  }

  @Test
  void theFusedGoldenNet() {
    new GoldenTinyFcn8s(backend, GOLDEN_TOLERANCE).checkFused();
  }

  /** Packed weights and blank maps are made anew; a plan made before the values serves. */
  @Test
  void valuesWrittenInPlaceCount() {
    Graph graph = Nets.build("fcn8s-tiny", NetOptions.of(5));
    Set<String> outputs = Set.of("score");
    Graph fused = Fusion.rewrite(graph.forInference(outputs), outputs);
    Shape small = new Shape(1, 3, 40, 30);
    Shape large = new Shape(1, 3, 120, 90);
    try (Parameters wanted = new Parameters(graph, backend, false);
        Parameters placed = new Parameters(graph, backend, false);
        Executor expected = Executor.inference(fused, wanted, outputs);
        Executor executor = Executor.inference(fused, placed, outputs)) {
      wanted.initialise(7);
      placed.initialise(1);
      executor.forward(Feeds.of("data", HostTensor.filled(small, 1)));
      executor.plan(Map.of("data", large));
      for (Parameter parameter : placed.all()) {
        float[] values = wanted.get(parameter.name());
        placed
            .place(parameter.name())
            .ifPresentOrElse(
                place -> place.copyFrom(MemorySegment.ofArray(values)),
                () -> placed.set(parameter.name(), values));
      }
      for (Shape shape : List.of(small, large)) {
        Feeds feeds = Feeds.of("data", HostTensor.filled(shape, 1));
        expected.forward(feeds);
        executor.forward(feeds);
        assertThat(executor.read("score").data()).isEqualTo(expected.read("score").data());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threeStepsOfTheGoldenNet(boolean fuse) {
    new GoldenTinyFcn8s(backend, GOLDEN_TOLERANCE).checkThreeStepsOfSgd(fuse);
  }

  /** The narrow net's layers are wide enough for Winograd's transform. */
  @ParameterizedTest
  @CsvSource({"1,1", "57,90", "180,240", "211,33"})
  void scoresAreTheSameWithAndWithoutTheMargin(int height, int width) {
    Set<String> outputs = Set.of("score");
    Graph net = Nets.build("fcn8s-narrow", NetOptions.of(11));
    Graph fused = Fusion.rewrite(net.forInference(outputs), outputs);
    Feeds image = Feeds.of("data", random(new Shape(1, 3, height, width)));
    try (Parameters parameters = new Parameters(net, backend, false)) {
      parameters.initialise(3);
      randomScores(parameters);
      float[] full = scores(fused, parameters, image, Margin.FULL);
      float[] reach = scores(fused, parameters, image, Margin.REACH);
      float largest = 0;
      for (float score : full) {
        largest = Math.max(largest, Math.abs(score));
      }
      assertThat(largest).isPositive();
      for (int i = 0; i < full.length; i++) {
        assertThat(Math.abs(reach[i] - full[i])).as("score %d", i).isLessThan(1e-5f * largest);
      }
    }
  }

  private static float[] scores(Graph graph, Parameters parameters, Feeds image, Margin margin) {
    Set<String> outputs = Set.of("score");
    try (Executor executor = Executor.inference(graph, parameters, outputs, margin)) {
      executor.forward(image);
      return executor.read("score").data();
    }
  }

  /** Score layers begin with zeros; a net of zeros would agree with anything. */
  private static void randomScores(Parameters parameters) {
    SplittableRandom random = new SplittableRandom(5);
    for (String layer : List.of("score_fr", "score_pool4", "score_pool3")) {
      float[] weights = parameters.get(layer + ".weight");
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextDouble() - 0.5) / 8;
      }
      parameters.set(layer + ".weight", weights);
    }
  }

  private static HostTensor random(Shape shape) {
    SplittableRandom random = new SplittableRandom(7);
    HostTensor tensor = HostTensor.zeros(shape);
    for (int i = 0; i < tensor.data().length; i++) {
      tensor.data()[i] = (float) (random.nextDouble() - 0.5) * 200;
    }
    return tensor;
  }

  @Test
  void twoRunsOfTrainingGiveTheSameBits() {
    assertThat(trained()).isEqualTo(trained());
  }

  private static float[] trained() {
    Graph net = Nets.build("fcn8s-narrow", NetOptions.of(11));
    Graph training = Fusion.rewrite(net.forTraining(Set.of()), Set.of());
    Feeds feeds =
        Feeds.of("data", random(new Shape(2, 3, 40, 56)))
            .with("label", ByteTensor.filled(new Shape(2, 1, 40, 56), 4));
    try (Parameters parameters = new Parameters(net, backend, true)) {
      parameters.initialise(3);
      try (Executor executor = Executor.training(training, parameters, Set.of())) {
        for (int step = 0; step < 3; step++) {
          executor.step(feeds, new StepState(1, step), false);
          parameters.update(1e-10, 0.9, 5e-4, 1, 0);
        }
      }
      return parameters.get("conv3_2.weight");
    }
  }

  @Test
  void winnersOfPoolingAreBytesAndInferenceKeepsNone() {
    Shape in = new Shape(1, 64, 20, 30);
    MaxPool2d pool = MaxPool2d.square(2, 2, 0);
    try (var training = backend.bind("pool", pool, List.of(in));
        var inference = backend.bindForward("pool", pool, List.of(in))) {
      assertThat(training.savedBytes()).isEqualTo(64 * 10 * 15);
      assertThat(inference.savedBytes()).isZero();
    }
  }
}
