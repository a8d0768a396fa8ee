package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.graph.Analysis;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.Rational;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, offsets, costs and fields of the VGG16 nets against the known facts. */
class VggFactsTest {
  private static final int CLASSES = 21;

  /** Nodes by the column of the table of sizes. */
  private static final Map<String, List<String>> NODES =
      Map.ofEntries(
          Map.entry("conv1", List.of("conv1_1", "relu1_1", "conv1_2", "relu1_2")),
          Map.entry("pool1", List.of("pool1", "conv2_1", "conv2_2")),
          Map.entry("pool2", List.of("pool2", "conv3_1", "conv3_3")),
          Map.entry("pool3", List.of("pool3", "conv4_1", "conv4_3", "score_pool3")),
          Map.entry("pool4", List.of("pool4", "conv5_1", "conv5_3", "score_pool4")),
          Map.entry("pool5", List.of("pool5")),
          Map.entry("fc", List.of("fc6", "drop6", "fc7", "relu7", "drop7", "score_fr")),
          Map.entry("upscore", List.of("upscore")),
          Map.entry("upscore2", List.of("upscore2", "score_pool4c", "fuse_pool4")),
          Map.entry("upscore16", List.of("upscore16")),
          Map.entry("upscore_pool4", List.of("upscore_pool4", "score_pool3c", "fuse_pool3")),
          Map.entry("upscore8", List.of("upscore8")),
          Map.entry("input", List.of("score", "prediction")));

  private static Map<String, Shape> inputs(int h, int w) {
    return Map.of("data", new Shape(1, 3, h, w), "label", new Shape(1, 1, h, w));
  }

  @ParameterizedTest
  @CsvSource({"fcn32s,26", "fcn16s,30", "fcn8s,34", "fcn8s-atonce,34"})
  void sizesOfAllPairsOfExtents(String net, int checked) {
    Graph graph = Nets.build(net, CLASSES);
    List<Map<String, String>> table = Tables.read("/net/sizes.tsv");
    assertThat(table).hasSize(10);
    for (Map<String, String> rows : table) {
      for (Map<String, String> columns : table) {
        int h = Integer.parseInt(rows.get("input"));
        int w = Integer.parseInt(columns.get("input"));
        Map<String, Shape> shapes = graph.shapes(inputs(h, w));
        int found = 0;
        for (String column : rows.keySet()) {
          for (String node : Objects.requireNonNull(NODES.get(column), column)) {
            Shape shape = shapes.get(node);
            if (shape != null) {
              found++;
              assertThat(List.of(shape.h(), shape.w()))
                  .as("%s of %dx%d", node, h, w)
                  .isEqualTo(
                      List.of(
                          Integer.parseInt(rows.get(column)),
                          Integer.parseInt(columns.get(column))));
            }
          }
        }
        assertThat(found).isEqualTo(checked);
      }
    }
  }

  @Test
  void everyExtentUpToAThousandIsLegal() {
    for (FcnVariant variant : FcnVariant.values()) {
      Graph graph = Nets.build(variant.netName(), CLASSES);
      for (int extent = 1; extent <= 1000; extent++) {
        Shape score = graph.shapes(inputs(extent, 1001 - extent)).get("score");
        assertThat(score).isEqualTo(new Shape(1, CLASSES, extent, 1001 - extent));
      }
    }
  }

  /** The final offsets are P-81, P-73, P-69; those of the skips do not depend on P. */
  @ParameterizedTest
  @ValueSource(ints = {81, 82, 97, 100, 131})
  void offsetsFollowThePadding(int pad) {
    VggShape shape = VggShape.vgg16().withInputPad(pad);
    Graph coarse = fcn(shape, FcnVariant.FCN_32S);
    Graph middle = fcn(shape, FcnVariant.FCN_16S);
    Graph fine = fcn(shape, FcnVariant.FCN_8S);

    assertThat(offsetOf(coarse, "score")).isEqualTo(pad - 81);
    assertThat(offsetOf(middle, "score")).isEqualTo(pad - 73);
    assertThat(offsetOf(fine, "score")).isEqualTo(pad - 69);
    assertThat(offsetOf(middle, "score_pool4c")).isEqualTo(5);
    assertThat(offsetOf(fine, "score_pool4c")).isEqualTo(5);
    assertThat(offsetOf(fine, "score_pool3c")).isEqualTo(9);
  }

  @Test
  void safePadIsTheLeastThatTakesEverySize() {
    assertThat(VggShape.vgg16().withSafePad().inputPad()).isEqualTo(97);
    Graph safe = fcn(VggShape.vgg16().withInputPad(97), FcnVariant.FCN_32S);
    Graph less = fcn(VggShape.vgg16().withInputPad(96), FcnVariant.FCN_32S);
    for (int extent = 1; extent <= 64; extent++) {
      assertThat(safe.shapes(inputs(extent, extent))).isNotEmpty();
    }
    assertThatThrownBy(() -> less.shapes(inputs(1, 1)))
        .hasMessageContaining("smaller than the net can take");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7})
  void safePadServesEveryVariantFromKernelFourOn(int kernel) {
    VggShape shape = new VggShape(3, VggShape.tiny().stages(), 0, kernel, 8, 8, 0).withSafePad();
    for (FcnVariant variant : FcnVariant.values()) {
      Graph graph = fcn(shape, variant);
      for (int extent = 1; extent <= 200; extent++) {
        Shape score = graph.shapes(inputs(extent, extent)).get("score");
        assertThat(score).isEqualTo(new Shape(1, CLASSES, extent, extent));
      }
    }
  }

  private static Graph fcn(VggShape shape, FcnVariant variant) {
    return Nets.fcn(variant.netName(), shape, variant, NetOptions.of(CLASSES));
  }

  private static int offsetOf(Graph graph, String crop) {
    Extent2 offset = ((Crop) graph.node(crop).op()).offset();
    assertThat(offset.h()).isEqualTo(offset.w());
    return offset.h();
  }

  @Test
  void coordinatesAreExact() {
    Graph coarse = Nets.build("fcn32s", CLASSES);
    Graph fine = Nets.build("fcn8s", CLASSES);
    assertAxis(coarse, "pool1", 2, 197, 4);
    assertAxis(coarse, "pool2", 4, 195, 8);
    assertAxis(coarse, "pool3", 8, 191, 16);
    assertAxis(coarse, "pool4", 16, 183, 32);
    assertAxis(coarse, "pool5", 32, 167, 64);
    assertAxis(coarse, "score_fr", 32, -25, 64);
    assertAxis(coarse, "upscore", 1, 19, 1);
    assertAxis(coarse, "score", 1, 0, 1);
    assertAxis(fine, "upscore2", 16, 23, 32);
    assertAxis(fine, "fuse_pool4", 16, 23, 32);
    assertAxis(fine, "upscore_pool4", 8, 47, 16);
    assertAxis(fine, "upscore8", 1, 31, 1);
  }

  private static void assertAxis(
      Graph graph, String node, int stride, int numerator, int denominator) {
    assertThat(graph.coordinates(node).h()).as(node).isEqualTo(graph.coordinates(node).w());
    assertThat(graph.coordinates(node).h().scale()).as(node).isEqualTo(new Rational(1, stride));
    assertThat(graph.coordinates(node).h().shift())
        .as(node)
        .isEqualTo(new Rational(numerator, denominator));
  }

  @ParameterizedTest
  @CsvSource({"fcn32s,134346581,1806336", "fcn16s,134357354,458640", "fcn8s,134362751,127008"})
  void parameters(String net, long withoutUpsampling, long ofUpsampling) {
    Analysis analysis = Analysis.of(Nets.build(net, CLASSES), inputs(500, 500));
    long upsampling =
        analysis.rows().stream()
            .filter(row -> row.op() instanceof Deconv2d)
            .mapToLong(Analysis.Row::parameters)
            .sum();
    assertThat(upsampling).isEqualTo(ofUpsampling);
    assertThat(analysis.parameters()).isEqualTo(withoutUpsampling + ofUpsampling);
    assertThat(analysis.trainedParameters()).isEqualTo(withoutUpsampling);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1_1,3,1", "conv1_2,5,1", "pool1,6,2", "conv2_2,14,2", "pool2,16,4", "conv3_3,40,4",
    "pool3,44,8", "conv4_1,60,8", "conv4_3,92,8", "pool4,100,16", "conv5_3,196,16", "pool5,212,32",
    "fc6,404,32", "fc7,404,32", "drop7,404,32", "score_fr,404,32"
  })
  void receptiveFieldAndStride(String node, int field, int stride) {
    Analysis analysis = Analysis.of(Nets.build("fcn32s", CLASSES), inputs(500, 375));
    assertThat(analysis.row(node).receptiveFieldH()).isEqualTo(Rational.of(field));
    assertThat(analysis.row(node).receptiveFieldW()).isEqualTo(Rational.of(field));
    assertThat(analysis.row(node).strideH()).isEqualTo(Rational.of(stride));
    assertThat(analysis.row(node).strideW()).isEqualTo(Rational.of(stride));
  }

  /**
   * A constant map of coarse scores does not stay constant at the borders: the upsampling sees
   * zeros beyond its input.
   */
  @Test
  void borderProfileOfConstantScores() {
    Graph net = Nets.build("fcn32s", 1);
    GraphBuilder builder = new GraphBuilder("border");
    builder.input("scores", 1);
    builder.input("data", 3);
    builder.add(
        "upscore",
        net.node("upscore").op(),
        net.node("upscore").parameters().stream().map(p -> p.rule()).toList(),
        "scores");
    builder.add("score", net.node("score").op(), "upscore", "data");
    Graph graph = builder.build();
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, false);
        Executor executor = Executor.inference(graph, parameters, Set.of("score"))) {
      parameters.initialise(0);
      executor.forward(
          Feeds.of("scores", HostTensor.filled(new Shape(1, 1, 16, 16), 1))
              .with("data", HostTensor.zeros(new Shape(1, 3, 500, 500))));
      HostTensor score = executor.read("score");

      for (int i = 0; i < 500; i++) {
        double expected = 1;
        if (i < 13) {
          expected = 0.609375 + i / 32.0;
        } else if (i > 492) {
          expected = 0.984375 - (i - 493) / 32.0;
        }
        assertThat((double) score.at(0, 0, 250, i)).as("column %d", i).isEqualTo(expected);
        assertThat((double) score.at(0, 0, i, 250)).as("row %d", i).isEqualTo(expected);
      }
      assertThat(score.at(0, 0, 250, 499)).isEqualTo(0.796875f);
    }
  }
}
