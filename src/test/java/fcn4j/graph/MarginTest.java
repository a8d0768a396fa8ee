package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.FcnVariant;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.net.VggShape;
import fcn4j.op.Frame;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Computing what the image reaches gives the scores of the whole margin, with less work. */
class MarginTest {
  private static final Set<String> SCORE = Set.of("score");

  /** The layers of VGG16, few channels. */
  private static final VggShape VGG =
      new VggShape(
          3,
          List.of(
              new VggShape.Stage(2, 2),
              new VggShape.Stage(2, 3),
              new VggShape.Stage(3, 3),
              new VggShape.Stage(3, 4),
              new VggShape.Stage(3, 4)),
          100,
          7,
          5,
          5,
          0);

  private final WatchedBackend backend = new WatchedBackend(64);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(backend.openMemories).isZero();
    assertThat(backend.openOps).isZero();
    backend.close();
  }

  private static Graph fused(Graph net) {
    return Fusion.rewrite(net.forInference(SCORE), SCORE);
  }

  private static Map<String, Shape> image(Shape shape) {
    return Map.of("data", shape);
  }

  private void assertSameScores(Graph net, List<Shape> images, long framingCost) {
    try (Parameters parameters = new Parameters(net, backend, false);
        Executor full = Executor.inference(net, parameters, SCORE, Margin.FULL);
        Executor reach = Executor.inference(net, parameters, SCORE, Margin.REACH, framingCost)) {
      TinyNets.randomise(parameters, 7);
      assertThat(images)
          .as("some are computed in windows")
          .anyMatch(image -> Reached.of(net, image(image), SCORE, framingCost) != null);
      for (Shape image : images) {
        Feeds feeds = Feeds.of("data", TinyNets.image(image, 8));
        full.forward(feeds);
        reach.forward(feeds);
        assertEqual(reach.read("score"), full.read("score"), net.name() + " " + image);
      }
    }
  }

  /** The reference computes in double: only the rounding to float of what is read may differ. */
  static void assertEqual(HostTensor actual, HostTensor expected, String what) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    float largest = 0;
    float error = 0;
    for (int i = 0; i < expected.data().length; i++) {
      largest = Math.max(largest, Math.abs(expected.data()[i]));
      error = Math.max(error, Math.abs(expected.data()[i] - actual.data()[i]));
    }
    assertThat(largest).as(what).isPositive();
    assertThat(error).as(what).isLessThanOrEqualTo(1.2e-7f * largest);
  }

  private static Graph vgg(FcnVariant variant) {
    return fused(
        Nets.fcn("few-" + variant.netName(), VGG, variant, NetOptions.of(TinyNets.CLASSES)));
  }

  static List<Arguments> hardSizes() {
    List<Arguments> sizes = new ArrayList<>();
    for (long framingCost : new long[] {0, 12, Reached.FRAMING_COST}) {
      for (int[] size :
          new int[][] {{1, 1}, {1, 500}, {500, 1}, {37, 53}, {2048, 3}, {3, 2048}, {150, 20}}) {
        sizes.add(Arguments.of(size[0], size[1], framingCost));
      }
    }
    return sizes;
  }

  @ParameterizedTest
  @MethodSource("hardSizes")
  void scoresAreTheSameForHardSizes(int height, int width, long framingCost) {
    List<Shape> images = List.of(new Shape(1, 3, height, width));
    assertSameScores(vgg(FcnVariant.FCN_8S), images, framingCost);
  }

  /** The outer ring depends on the remainder of the size by the stride, 32. */
  @ParameterizedTest
  @CsvSource({"FCN_32S,1", "FCN_16S,40", "FCN_8S,75", "FCN_8S_ATONCE,5"})
  void scoresAreTheSameForEveryRemainder(FcnVariant variant, int least) {
    List<Shape> images = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      images.add(new Shape(1 + i % 2, 3, least + i, least + 7 * i % 32));
    }
    assertSameScores(vgg(variant), images, 0);
  }

  @ParameterizedTest
  @CsvSource({"fcn8s-tiny,0", "fcn8s-digits,0", "fcn16s-digits,120", "fcn32s-tiny,120"})
  void scoresOfSmallNetsAreTheSame(String name, long framingCost) {
    List<Shape> images = new ArrayList<>();
    for (int i = 1; i <= 24; i++) {
      images.add(new Shape(1, 3, i, 30 - i));
    }
    images.add(new Shape(2, 3, 67, 90));
    assertSameScores(fused(Nets.build(name, 4)), images, framingCost);
  }

  /** Strided first convolutions, overlapping poolings, normalisation, branches. */
  @ParameterizedTest
  @CsvSource({"fcn-alexnet-narrow,0", "fcn-alexnet-narrow,120", "fcn-googlenet-8s-pad100,120"})
  void scoresOfOtherTrunksAreTheSame(String name, long framingCost) {
    List<Shape> images = List.of(new Shape(1, 3, 1, 1), new Shape(1, 3, 50, 27));
    assertSameScores(fused(Nets.build(name, 4)), images, framingCost);
  }

  @Test
  void scoresAreTheSameUnfused() {
    Graph net = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED).forInference(SCORE);
    List<Shape> images =
        List.of(new Shape(1, 3, 1, 1), new Shape(2, 3, 20, 33), new Shape(1, 3, 60, 9));
    assertSameScores(net, images, 0);
  }

  @Test
  void thereAreFewerFramesTheMoreTheyCost() {
    Graph net = vgg(FcnVariant.FCN_8S);
    Map<String, Shape> inputs = image(new Shape(1, 3, 100, 100));
    assertThat(frames(Objects.requireNonNull(Reached.of(net, inputs, SCORE, 0)))).isEqualTo(8);
    assertThat(frames(Objects.requireNonNull(Reached.of(net, inputs, SCORE, 12)))).isEqualTo(5);
    assertThat(Reached.of(net, inputs, SCORE, 100_000)).isNull();
  }

  private static long frames(Reached reached) {
    return reached.main().nodes().stream().filter(node -> node.op() instanceof Frame).count();
  }

  @ParameterizedTest
  @CsvSource({
    "fcn8s,500,500,181_529_034_048,127_266_924_096",
    "fcn16s,500,500,181_448_086_272,127_202_749_440",
    "fcn32s,500,500,181_365_854_976,127_120_518_144",
    "fcn8s,180,240,57_175_492_032,28_190_235_840",
    "fcn8s,1,1,12_445_295_184,1_980_951_120",
    "fcn-alexnet,500,500,21_424_487_968,19_595_653_408",
    "fcn-googlenet-8s-pad100,500,500,15_786_305_974,12_782_423_990",
  })
  void multiplyAddsOfTheFullNets(String name, int height, int width, String full, String reach) {
    Graph net = fused(Nets.build(name, 21));
    Map<String, Shape> inputs = image(new Shape(1, 3, height, width));
    Reached reached = Objects.requireNonNull(Reached.of(net, inputs, SCORE));
    assertThat(Analysis.of(net, inputs).multiplyAdds()).isEqualTo(count(full));
    assertThat(reached.multiplyAdds(inputs)).isEqualTo(count(reach));
    // A blank picture has about a hundred pixels, margin included.
    assertThat(reached.blankMultiplyAdds()).isLessThan(3_100_000_000L);
    assertThat(reached.blankInputs().values())
        .allMatch(picture -> picture.h() < 150 && picture.w() < 150);
  }

  private static long count(String text) {
    return Long.parseLong(text.replace("_", ""));
  }

  /** Of every map that is the same in both graphs the shape is the same, whatever the size. */
  @ParameterizedTest
  @CsvSource({"fcn8s", "fcn-alexnet", "fcn-googlenet-16s-pad100"})
  void everySizeFits(String name) {
    Graph net = fused(Nets.build(name, 21));
    for (int i = 0; i < 40; i++) {
      Map<String, Shape> inputs = image(new Shape(1, 3, 1 + 53 * i % 2048, 2048 - 51 * i));
      Map<String, Shape> shapes = net.shapes(inputs);
      Reached reached = Objects.requireNonNull(Reached.of(net, inputs, SCORE));
      Map<String, Shape> windows = reached.main().shapes(reached.mainInputs(inputs));
      for (String node : List.of("relu6", "relu7", "score_fr", "score")) {
        if (net.hasNode(node)) {
          assertThat(windows.get(node)).as("%s of %s", node, inputs).isEqualTo(shapes.get(node));
        }
      }
      Map<String, Shape> blank = reached.blank().shapes(reached.blankInputs());
      for (Reached.Surroundings map : reached.surroundings()) {
        if (map.node() != null) {
          assertThat(blank.get(map.node())).as(map.name()).isEqualTo(map.shape());
        }
      }
      assertThat(reached.multiplyAdds(inputs) + reached.blankMultiplyAdds())
          .isLessThan(Analysis.of(net, inputs).multiplyAdds());
    }
  }

  @Test
  void aBatchSharesTheBlankMaps() {
    Graph net = fused(Nets.build("fcn8s", 21));
    Reached one = reached(net, new Shape(1, 3, 90, 70));
    Reached three = reached(net, new Shape(3, 3, 90, 70));
    assertThat(three.main().nodes()).isEqualTo(one.main().nodes());
    assertThat(three.surroundings()).isEqualTo(one.surroundings());
    assertThat(three.blankMultiplyAdds()).isEqualTo(one.blankMultiplyAdds());
  }

  private static Reached reached(Graph net, Shape image) {
    return Objects.requireNonNull(Reached.of(net, image(image), SCORE));
  }

  @Test
  void netsWithoutWideMarginStayAsTheyAre() {
    Graph classifier = Nets.build("vgg16", 10).forInference(List.of("prediction"));
    Set<String> prediction = Set.of("prediction");
    @Nullable Reached reached =
        Reached.of(classifier, image(new Shape(1, 3, 224, 224)), prediction);
    assertThat(reached).isNull();
  }

  @Test
  void whatIsKeptIsThereAsAWhole() {
    Graph net = vgg(FcnVariant.FCN_8S);
    Set<String> kept = Set.of("score", "pool2", "relu3_2", "pool4", "score_pool3");
    Shape image = new Shape(1, 3, 61, 80);
    try (Parameters parameters = new Parameters(net, backend, false);
        Executor full = Executor.inference(net, parameters, kept, Margin.FULL);
        Executor reach = Executor.inference(net, parameters, kept, Margin.REACH, 0)) {
      TinyNets.randomise(parameters, 9);
      full.forward(Feeds.of("data", TinyNets.image(image, 1)));
      reach.forward(Feeds.of("data", TinyNets.image(image, 1)));
      for (String node : kept) {
        assertEqual(reach.read(node), full.read(node), node);
      }
      assertThat(frames(Objects.requireNonNull(Reached.of(net, image(image), kept, 0))))
          .isPositive();
    }
  }

  @Test
  void blankMapsFollowTheParameters() {
    Graph net = fused(TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED));
    Feeds feeds = Feeds.of("data", TinyNets.image(new Shape(1, 3, 23, 31), 1));
    try (Parameters parameters = new Parameters(net, backend, true);
        Executor full = Executor.inference(net, parameters, SCORE, Margin.FULL);
        Executor reach = Executor.inference(net, parameters, SCORE, Margin.REACH, 0)) {
      assertThat(Reached.of(net, feeds.shapes(), SCORE, 0)).isNotNull();
      TinyNets.randomise(parameters, 1);
      full.forward(feeds);
      reach.forward(feeds);
      HostTensor first = full.read("score");
      assertEqual(reach.read("score"), first, "first");
      int binds = backend.binds;
      reach.forward(feeds);
      assertThat(backend.binds).as("nothing changed: nothing is computed anew").isEqualTo(binds);

      TinyNets.randomise(parameters, 2);
      full.forward(feeds);
      reach.forward(feeds);
      assertThat(full.read("score").data()).isNotEqualTo(first.data());
      assertEqual(reach.read("score"), full.read("score"), "after new values");

      // Decay alone: gradients are 0.
      parameters.update(0.5, 0, 0.5, 1, 0);
      HostTensor before = full.read("score");
      full.forward(feeds);
      reach.forward(feeds);
      assertThat(full.read("score").data()).isNotEqualTo(before.data());
      assertEqual(reach.read("score"), full.read("score"), "after an update");
    }
  }

  @Test
  void nothingIsTakenAfterTheFirstPassOfAShape() {
    Graph net = vgg(FcnVariant.FCN_8S);
    Feeds small = Feeds.of("data", TinyNets.image(new Shape(1, 3, 20, 9), 1));
    Feeds large = Feeds.of("data", TinyNets.image(new Shape(1, 3, 64, 70), 1));
    try (Parameters parameters = new Parameters(net, backend, false);
        Executor executor = Executor.inference(net, parameters, SCORE, Margin.REACH, 0)) {
      TinyNets.randomise(parameters, 1);
      executor.forward(large);
      executor.forward(small);
      int allocations = backend.allocations;
      int binds = backend.binds;
      executor.forward(large);
      executor.forward(small);
      assertThat(backend.allocations).isEqualTo(allocations);
      assertThat(backend.binds).isEqualTo(binds);
      // Parameters, activations, and the blank maps of each size.
      assertThat(backend.openMemories).isEqualTo(4);
    }
  }
}
