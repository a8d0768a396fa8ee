package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import fcn4j.graph.ParameterRule;
import fcn4j.graph.Parameters;
import fcn4j.op.ArgMax;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Backend;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.HostStorage;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.PoolRule;
import fcn4j.op.Softmax;
import fcn4j.op.Sum;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import fcn4j.testing.OnnxRun;
import fcn4j.weights.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exported models compute in ONNX Runtime what the nets compute here. Tagged build, because ONNX
 * Runtime is too large for the bundle.
 */
@Tag("build")
class OnnxExportTest {
  /**
   * Share of the largest value: ONNX Runtime sums in float32 through up to 22 layers, ours in
   * double; 2e-6 a layer is the rule for one.
   */
  private static final double TOLERANCE = 2e-5;

  private static final int CLASSES = 5;
  private static final List<Shape> SIZES =
      List.of(new Shape(1, 3, 31, 44), new Shape(2, 3, 48, 35), new Shape(1, 3, 65, 67));

  private final Backend backend = new ReferenceBackend();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  private Path export(Graph graph, Parameters parameters, String... outputs) {
    Path file = folder.resolve("net.onnx");
    new OnnxExport(graph, parameters, List.of(outputs))
        .write(file, Optional.empty(), Map.of(), OnnxWriter.MOST_INLINE_BYTES);
    return file;
  }

  /** Initial weights of the trunk, and scores that differ from class to class. */
  private Parameters random(Graph graph) {
    Parameters parameters = new Parameters(graph, backend, false);
    parameters.initialise(3);
    Filler filler = new Filler.Gaussian(0.05);
    graph.parameters().stream()
        .filter(p -> p.name().startsWith("score_"))
        .forEach(p -> parameters.set(p.name(), filler.fill(p.name(), p.spec(), 5)));
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fcn8s-narrow",
        "fcn8s-atonce-tiny",
        "fcn-alexnet-narrow",
        "fcn-googlenet-32s-narrow",
        "fcn-googlenet-8s-narrow"
      })
  void fcnsAgreeAtEverySize(String net) {
    Graph graph = Nets.build(net, CLASSES);
    Set<String> outputs = Set.of("score", "prediction");
    try (Parameters parameters = random(graph);
        Executor ours = Executor.inference(graph.forInference(outputs), parameters, outputs);
        OnnxRun model = new OnnxRun(export(graph, parameters, "score", "prediction"))) {
      for (Shape size : SIZES) {
        HostTensor image = TinyNets.image(size, 9);
        ours.forward(Feeds.of("data", image));
        HostTensor score = ours.read("score");
        OnnxRun.Output theirs = model.run("data", image, "score");

        assertThat(theirs.shape()).containsExactly(size.n(), CLASSES, size.h(), size.w());
        double largest = assertClose(net, theirs.floats(), score.data());
        assertPredictions(
            model.run("data", image, "prediction"),
            ours.readBytes("prediction").data(),
            score,
            largest * TOLERANCE);
      }
    }
  }

  /** Arrays of several pieces, and diagonals, from memory that nothing can be computed in. */
  @Test
  void whereTheValuesAreKeptMakesNoDifference() throws IOException {
    Graph graph = Nets.build("fcn8s-narrow", CLASSES);
    try (Parameters computing = random(graph);
        Parameters kept = new Parameters(graph, new HostStorage(), false)) {
      computing.all().forEach(p -> kept.set(p.name(), computing.get(p.name())));
      byte[] expected = Files.readAllBytes(export(graph, computing, "score"));
      assertThat(export(graph, kept, "score")).hasBinaryContent(expected);
      assertThatThrownBy(kept::backend)
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("nothing is computed");
    }
  }

  private static double assertClose(String what, float[] theirs, float[] ours) {
    assertThat(theirs).as(what).hasSize(ours.length);
    double largest = 0;
    double furthest = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(ours[i]));
      furthest = Math.max(furthest, Math.abs((double) theirs[i] - ours[i]));
    }
    assertThat(largest).as(what).isPositive();
    assertThat(furthest / largest).as(what).isLessThan(TOLERANCE);
    return largest;
  }

  /** Equal classes, but where two scores are as close as the tolerance. */
  private static void assertPredictions(
      OnnxRun.Output theirs, byte[] ours, HostTensor score, double tolerance) {
    Shape shape = score.shape();
    assertThat(theirs.shape()).containsExactly(shape.n(), 1, shape.h(), shape.w());
    int plane = shape.h() * shape.w();
    for (int i = 0; i < ours.length; i++) {
      if (theirs.bytes()[i] != ours[i]) {
        int at = i / plane * shape.c() * plane + i % plane;
        float one = score.data()[at + ours[i] * plane];
        float other = score.data()[at + theirs.bytes()[i] * plane];
        assertThat(Math.abs((double) one - other)).isLessThan(2 * tolerance);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"googlenet-narrow", "caffenet-narrow", "lenet", "vgg-digits"})
  void classifiersAgree(String net) {
    Nets.Entry entry = Nets.entry(net);
    Graph graph = Nets.build(net, CLASSES);
    Shape size = new Shape(2, entry.inputChannels(), entry.imageExtent(), entry.imageExtent());
    try (Parameters parameters = random(graph);
        Executor ours =
            Executor.inference(graph.forInference(Set.of("prob")), parameters, Set.of("prob"));
        OnnxRun model = new OnnxRun(export(graph, parameters, "prob"))) {
      HostTensor image = TinyNets.image(size, 9);
      ours.forward(Feeds.of("data", image));
      OnnxRun.Output theirs = model.run("data", image, "prob");
      assertThat(theirs.shape()).containsExactly(2, CLASSES, 1, 1);
      assertClose(net, theirs.floats(), ours.read("prob").data());
    }
  }

  static List<Arguments> ops() {
    Extent2 two = new Extent2(2, 3);
    Conv2d conv =
        new Conv2d(4, 6, new Extent2(3, 2), two, new Extent2(2, 1), new Extent2(1, 2), 2, true);
    Deconv2d deconv =
        new Deconv2d(
            4, 6, new Extent2(4, 3), two, new Extent2(1, 1), new Extent2(1, 2), 2, true, false);
    AvgPool2d counted = new AvgPool2d(two, Extent2.ONE, Extent2.ONE, PoolRule.CEIL, true);
    AvgPool2d uncounted = new AvgPool2d(new Extent2(3, 3), two, Extent2.ONE, PoolRule.FLOOR, false);
    return List.of(
        Arguments.of("dilated, grouped convolution", conv),
        Arguments.of("grouped deconvolution", deconv),
        Arguments.of("deconvolution by channels", Deconv2d.depthwise(4, 4, 2)),
        Arguments.of("dense deconvolution", Deconv2d.dense(4, 3, 3, 2)),
        Arguments.of("overhanging maximum", MaxPool2d.square(3, 2, 0)),
        Arguments.of("padded maximum", MaxPool2d.square(3, 1, 1)),
        Arguments.of("maximum rounded down", new MaxPool2d(two, two, Extent2.ONE, PoolRule.FLOOR)),
        Arguments.of("overhanging mean", AvgPool2d.square(3, 2, 0)),
        Arguments.of("mean with padding counted", counted),
        Arguments.of("mean with padding not counted", uncounted),
        Arguments.of("normalisation", new Lrn(3, 0.3, 0.6, 2)),
        Arguments.of("softmax", new Softmax()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ops")
  void everyOperationAgrees(String name, Op op) {
    GraphBuilder builder = new GraphBuilder("one");
    builder.input("data", 4);
    Filler filler = new Filler.Gaussian(1);
    List<ParameterRule> rules =
        op.parameters().stream().map(spec -> ParameterRule.weight(filler)).toList();
    builder.add("y", op, rules, "data");
    assertAgrees(builder.build(), "y", List.of(new Shape(2, 4, 7, 9), new Shape(1, 4, 10, 8)));
  }

  @Test
  void severalInputsAgree() {
    GraphBuilder builder = new GraphBuilder("many");
    builder.input("data", 3);
    builder.conv("a", "data", 3, 3, 1, new Filler.Gaussian(1));
    builder.scale("b", "data", 0.5f);
    builder.add("sum", new Sum(List.of(1f, -2.5f, 0.5f)), "a", "b", "data");
    builder.add("max", new Max(), "sum", "a", "data");
    builder.add("y", new Concat(), "max", "data", "b");
    assertAgrees(builder.build(), "y", List.of(new Shape(2, 3, 5, 6)));
  }

  private void assertAgrees(Graph graph, String output, List<Shape> sizes) {
    try (Parameters parameters = new Parameters(graph, backend, false);
        Executor ours = Executor.inference(graph, parameters, Set.of(output))) {
      parameters.initialise(2);
      try (OnnxRun model = new OnnxRun(export(graph, parameters, output))) {
        for (Shape size : sizes) {
          HostTensor image = TinyNets.image(size, 1);
          ours.forward(Feeds.of("data", image));
          assertClose(output, model.run("data", image, output).floats(), ours.read(output).data());
        }
      }
    }
  }

  @Test
  void weightsBesideTheModelAreFound() throws IOException {
    Graph graph = Nets.build("fcn16s-tiny", CLASSES);
    Path inline = folder.resolve("inline.onnx");
    Path outside = folder.resolve("outside.onnx");
    try (Parameters parameters = random(graph)) {
      OnnxExport export = new OnnxExport(graph, parameters, List.of("score"));
      Optional<OnnxExport.Extents> size = Optional.of(new OnnxExport.Extents(40, 50));
      export.write(inline, size, Map.of("fcn4j.net", "fcn16s-tiny"), 1 << 30);
      export.write(outside, size, Map.of(), 1000);
    }
    assertThat(Files.size(outside)).isLessThan(20_000);
    assertThat(folder.resolve("outside.onnx.data")).exists();
    assertThat(folder.resolve("inline.onnx.data")).doesNotExist();
    HostTensor image = TinyNets.image(new Shape(1, 3, 40, 50), 1);
    try (OnnxRun one = new OnnxRun(inline);
        OnnxRun other = new OnnxRun(outside)) {
      assertThat(other.run("data", image, "score").floats())
          .isEqualTo(one.run("data", image, "score").floats());
      HostTensor larger = TinyNets.image(new Shape(1, 3, 41, 50), 1);
      assertThatThrownBy(() -> one.run("data", larger, "score"))
          .hasMessageContaining("Expected: 40");
    }
  }

  @Test
  void equalNetsGiveEqualFiles() throws IOException {
    Graph graph = Nets.build("lenet", 3);
    try (Parameters parameters = random(graph)) {
      byte[] first = Files.readAllBytes(export(graph, parameters, "prob"));
      assertThat(Files.readAllBytes(export(graph, parameters, "prob"))).isEqualTo(first);
    }
  }

  @Test
  void whatOnnxCannotSayIsRefused() {
    GraphBuilder builder = new GraphBuilder("odd");
    builder.input("data", 3);
    builder.add("pool", MaxPool2d.square(3, 2, 1), "data");
    builder.add("mean", AvgPool2d.square(2, 3, 0), "data");
    builder.add("class", new ArgMax(), "data");
    Graph graph = builder.build();
    Graph tiny = Nets.build("fcn32s-tiny", 3);
    try (Parameters none = new Parameters(graph, backend, false);
        Parameters parameters = random(tiny)) {
      assertThatThrownBy(() -> export(graph, none, "pool"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("node pool")
          .hasMessageContaining("rounds up");
      assertThatThrownBy(() -> export(graph, none, "mean"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("node mean");
      assertThatThrownBy(() -> export(tiny, parameters, "loss"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("SoftmaxLoss has no counterpart");
      assertThatThrownBy(() -> export(tiny, parameters, "scores"))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("has no node 'scores'");
    }
  }
}
