package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.data.Batch;
import fcn4j.data.DigitScenes;
import fcn4j.data.DigitSplit;
import fcn4j.data.MeanColour;
import fcn4j.data.Placement;
import fcn4j.data.Preparation;
import fcn4j.data.SceneOptions;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.graph.Reached;
import fcn4j.net.FcnVariant;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.Backend;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import fcn4j.testing.TestGpu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole nets on the GPU against the reference: losses, every gradient, steps of training. */
@Tag("gpu")
class WholeNetTest {
  // Float32 through some twenty layers, against double: relative to the largest value of an array.
  private static final double TOLERANCE = 2e-5;

  // Rounding errors feed back into the weights for twenty steps.
  private static final double TRAINED_TOLERANCE = 2e-4;

  private static final Shape IMAGE = new Shape(2, 3, 15, 17);

  /** What a run leaves, in float. */
  private record Outcome(List<Double> losses, Map<String, float[]> arrays) {}

  @ParameterizedTest
  @CsvSource({
    "FCN_32S,FIXED,false",
    "FCN_16S,FIXED,true",
    "FCN_8S,FIXED,false",
    "FCN_8S,FIXED,true",
    "FCN_8S,LEARNED,false",
    "FCN_8S,LEARNED,true",
    "FCN_8S_ATONCE,ALL_LEARNED,true"
  })
  void lossAndEveryGradientOfATinyFcn(FcnVariant variant, Upsampling upsampling, boolean fused) {
    Graph net = TinyNets.fcn(variant, upsampling);
    Graph graph = fused ? Fusion.rewrite(net, Set.of()) : net;
    Outcome expected;
    try (Backend reference = new ReferenceBackend()) {
      expected = oneStep(graph, reference);
    }
    try (Backend gpu = TestGpu.open()) {
      assertAgree(oneStep(graph, gpu), expected, TOLERANCE);
    }
  }

  private static Outcome oneStep(Graph graph, Backend backend) {
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of(), Set.of("data"))) {
      TinyNets.randomise(parameters, 5);
      Feeds feeds =
          Feeds.of("data", TinyNets.image(IMAGE, 3))
              .with("label", TinyNets.labels(IMAGE, TinyNets.CLASSES, 4));
      // Twice: the second step of a shape is a replayed recording.
      executor.step(feeds, new StepState(1, 0), false);
      executor.step(feeds, new StepState(1, 0), false);
      Map<String, float[]> arrays = new LinkedHashMap<>();
      arrays.put("data", executor.readInputGradient("data").data());
      for (Parameter parameter : parameters.all()) {
        if (parameters.isTrained(parameter.name())) {
          arrays.put(parameter.name(), parameters.gradient(parameter.name()));
        }
      }
      return new Outcome(List.of(executor.loss()), arrays);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twentyStepsOfTheDemosNet(boolean fused) {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.VALID);
    Graph net = Nets.build("fcn8s-digits", NetOptions.of(DigitScenes.CLASSES).withLoss(loss));
    Graph training = net.forTraining(Set.of());
    Graph graph = fused ? Fusion.rewrite(training, Set.of()) : training;
    Outcome expected;
    try (Backend reference = new ReferenceBackend()) {
      expected = twentySteps(graph, reference);
    }
    try (Backend gpu = TestGpu.open()) {
      assertAgree(twentySteps(graph, gpu), expected, TRAINED_TOLERANCE);
    }
  }

  private static Outcome twentySteps(Graph graph, Backend backend) {
    SceneOptions options =
        SceneOptions.DEFAULT.withDigits(1, 2).withDigitPixels(24, 32).withSize(40, 40);
    DigitScenes scenes = new DigitScenes(options, DigitSplit.TRAIN, 20);
    Preparation preparation = new Preparation(Preparation.VOC.order(), MeanColour.MIDDLE, 1 / 64f);
    List<Double> losses = new ArrayList<>();
    try (Parameters parameters = new Parameters(graph, backend, true);
        Executor executor = Executor.training(graph, parameters, Set.of())) {
      parameters.initialise(2);
      for (int i = 0; i < 20; i++) {
        Batch batch = preparation.batch(scenes.get(i), Placement.NONE);
        Feeds feeds = Feeds.of("data", batch.images()).with("label", batch.labels());
        executor.step(feeds, new StepState(7, i), false);
        losses.add(executor.loss());
        parameters.update(0.01, 0.9, 5e-4, 1, 0);
      }
      Map<String, float[]> arrays = new LinkedHashMap<>();
      parameters.all().forEach(p -> arrays.put(p.name(), parameters.get(p.name())));
      return new Outcome(losses, arrays);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void predictionsAreThoseOfTheReference(boolean fused) {
    Graph net = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED);
    Set<String> outputs = Set.of("prediction");
    Graph inference = net.forInference(outputs);
    Graph graph = fused ? Fusion.rewrite(inference, outputs) : inference;
    byte[] expected;
    try (Backend reference = new ReferenceBackend()) {
      expected = predict(graph, reference);
    }
    try (Backend gpu = TestGpu.open()) {
      assertThat(predict(graph, gpu)).isEqualTo(expected);
    }
  }

  private static byte[] predict(Graph graph, Backend backend) {
    try (Parameters parameters = new Parameters(graph, backend, false);
        Executor executor = Executor.inference(graph, parameters, Set.of("prediction"))) {
      TinyNets.randomise(parameters, 5);
      executor.forward(Feeds.of("data", TinyNets.image(IMAGE, 3)));
      assertThat(graph.node("prediction").op().outputType()).isEqualTo(ElementType.UINT8);
      return executor.readBytes("prediction").data();
    }
  }

  @Test
  void scoresFromWhatTheImageReachesAreThoseOfTheWholeNet() {
    Set<String> outputs = Set.of("score");
    Graph net = Nets.build("fcn8s-tiny", NetOptions.of(TinyNets.CLASSES));
    Graph graph = Fusion.rewrite(net.forInference(outputs), outputs);
    Map<String, Shape> image = Map.of("data", IMAGE);
    assertThat(Reached.of(graph, image, outputs)).isNotNull();
    Outcome expected;
    try (Backend reference = new ReferenceBackend()) {
      expected = scores(graph, reference, Margin.FULL);
    }
    try (Backend gpu = TestGpu.open()) {
      assertAgree(scores(graph, gpu, Margin.REACH), expected, TOLERANCE);
    }
  }

  private static Outcome scores(Graph graph, Backend backend, Margin margin) {
    Set<String> outputs = Set.of("score");
    try (Parameters parameters = new Parameters(graph, backend, false);
        Executor executor = Executor.inference(graph, parameters, outputs, margin)) {
      TinyNets.randomise(parameters, 5);
      executor.forward(Feeds.of("data", TinyNets.image(IMAGE, 3)));
      return new Outcome(List.of(), Map.of("score", executor.read("score").data()));
    }
  }

  private static void assertAgree(Outcome actual, Outcome expected, double tolerance) {
    for (int i = 0; i < expected.losses().size(); i++) {
      double loss = expected.losses().get(i);
      assertThat(Math.abs(actual.losses().get(i) - loss))
          .as("loss of step %d, expected %s", i, loss)
          .isLessThanOrEqualTo(tolerance * loss);
    }
    assertThat(actual.arrays().keySet()).isEqualTo(expected.arrays().keySet());
    expected
        .arrays()
        .forEach((name, values) -> {
          double scale = 0;
          double error = 0;
          float[] got = actual.arrays().get(name);
          for (int i = 0; i < values.length; i++) {
            scale = Math.max(scale, Math.abs(values[i]));
            error = Math.max(error, Math.abs(got[i] - (double) values[i]));
          }
          assertThat(error)
              .as("%s, largest value %s", name, scale)
              .isLessThanOrEqualTo(tolerance * scale);
        });
  }
}
