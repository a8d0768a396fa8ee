package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.op.ParameterSpec;
import fcn4j.reference.ReferenceBackend;
import fcn4j.weights.WeightArray;
import fcn4j.weights.WeightFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransplantTest {
  private final Backend backend = new ReferenceBackend();

  @AfterEach
  void close() {
    backend.close();
  }

  private Parameters fresh(Graph graph, long seed) {
    Parameters parameters = new Parameters(graph, backend, false);
    parameters.initialise(seed);
    return parameters;
  }

  private static Graph fcn() {
    return TinyNets.fcn(FcnVariant.FCN_16S, Upsampling.FIXED);
  }

  private static Map<String, float[]> values(Parameters parameters) {
    Map<String, float[]> values = new HashMap<>();
    parameters.all().forEach(p -> values.put(p.name(), parameters.get(p.name())));
    return values;
  }

  private static List<WeightArray> arrays(Parameters parameters) {
    List<WeightArray> arrays = new ArrayList<>();
    for (Parameter p : parameters.all()) {
      arrays.add(WeightArray.of(p.name(), p.spec().dims(), parameters.get(p.name())));
    }
    return arrays;
  }

  @Test
  void aClassifierBecomesFullyConvolutional() {
    // 3x3 convolutions, 28 -> 14 -> 7 -> 4 pixels: fc6 sees 4x4.
    VggShape shape = TinyNets.SHAPE.withInputPad(1);
    Graph classifier = Nets.classifier("digits", shape, 28, NetOptions.of(10));
    try (Parameters from = fresh(classifier, 1);
        Parameters to = fresh(fcn(), 2)) {
      TransplantReport report =
          Transplant.run(WeightSource.of("digits", from), to, TransplantRule.convolutionalise());

      assertThat(report.copied())
          .containsExactly(
              "conv1.weight",
              "conv1.bias",
              "conv2.weight",
              "conv2.bias",
              "conv3.weight",
              "conv3.bias",
              "fc6.weight",
              "fc6.bias",
              "fc7.weight",
              "fc7.bias");
      assertThat(report.reinterpreted()).isEmpty();
      assertThat(report.refilled()).containsExactly("upscore2.weight", "upscore4.weight");
      assertThat(report.untouched())
          .containsExactly(
              "score_fr.weight", "score_fr.bias", "score_pool2.weight", "score_pool2.bias");
      assertThat(report.ignored()).containsExactly("fc8.weight", "fc8.bias");
      for (String name : report.copied()) {
        assertThat(to.get(name)).as(name).isEqualTo(from.get(name));
      }
    }
  }

  /** Files hold fully connected weights as (O, C*h*w) and, old ones, biases as (1,1,1,O). */
  @Test
  void fullyConnectedWeightsAreReadAsConvolutions() {
    float[] fc6 = new Filler.Gaussian(1).fill("a", spec(List.of(10, 128)), 1);
    float[] fc7 = new Filler.Gaussian(1).fill("b", spec(List.of(10, 10)), 2);
    float[] bias = new Filler.Gaussian(1).fill("c", spec(List.of(10)), 3);
    WeightSource source =
        WeightSource.of(
            "vgg.caffemodel",
            List.of(
                WeightArray.of("fc6.weight", List.of(10, 128), fc6),
                WeightArray.of("fc6.bias", List.of(1, 1, 1, 10), bias),
                WeightArray.of("fc7.weight", List.of(1, 1, 10, 10), fc7)));
    try (Parameters to = fresh(fcn(), 2)) {
      TransplantReport report = Transplant.run(source, to, TransplantRule.convolutionalise());

      assertThat(report.reinterpreted()).containsExactly("fc6.weight", "fc7.weight");
      assertThat(report.copied()).containsExactly("fc6.bias");
      assertThat(to.get("fc6.weight")).isEqualTo(fc6);
      assertThat(to.get("fc7.weight")).isEqualTo(fc7);
      assertThat(to.get("fc6.bias")).isEqualTo(bias);
    }
  }

  private static ParameterSpec spec(List<Integer> dims) {
    return new ParameterSpec("weight", dims);
  }

  @Test
  void nextStageRefusesOtherExtentsAndWritesNothing() {
    WeightSource source =
        WeightSource.of(
            "stage.safetensors",
            List.of(
                WeightArray.of("conv1.bias", List.of(4), new float[] {1, 2, 3, 4}),
                WeightArray.of("fc6.weight", List.of(10, 128), new float[1280])));
    try (Parameters to = fresh(fcn(), 2)) {
      Map<String, float[]> before = values(to);

      assertThatThrownBy(() -> Transplant.run(source, to, TransplantRule.nextStage()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("stage.safetensors")
          .hasMessageContaining("fc6.weight has extents [10, 128]")
          .hasMessageContaining("[10, 8, 4, 4]");

      assertThat(values(to)).usingRecursiveComparison().isEqualTo(before);
    }
  }

  @Test
  void countsMustAgreeEvenWhenReinterpreted() {
    WeightSource source =
        WeightSource.of(
            "w", List.of(WeightArray.of("score_fr.weight", List.of(21, 10, 1, 1), new float[210])));
    try (Parameters to = fresh(fcn(), 2)) {
      assertThatThrownBy(() -> Transplant.run(source, to, TransplantRule.convolutionalise()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("[21, 10, 1, 1]")
          .hasMessageContaining("[5, 10, 1, 1]")
          .hasMessageContaining("leave out");
    }
  }

  @Test
  void aCaffeModelsUpsamplingIsFilledAnew() {
    List<WeightArray> arrays =
        List.of(
            WeightArray.of("conv1.bias", List.of(4), new float[4]),
            WeightArray.of("upscore2.weight", List.of(5, 5, 4, 4), new float[400]));
    try (Parameters to = fresh(fcn(), 2)) {
      float[] bilinear = to.get("upscore2.weight");
      to.set("upscore2.weight", new float[400]);

      TransplantReport report =
          Transplant.run(WeightSource.of("w", arrays), to, TransplantRule.nextStage());

      assertThat(report.refilled()).contains("upscore2.weight");
      assertThat(report.ignored()).isEmpty();
      assertThat(to.get("upscore2.weight")).isEqualTo(bilinear);
    }
  }

  @Test
  void exactCopiesEverythingOrFails() {
    try (Parameters from = fresh(fcn(), 1);
        Parameters to = fresh(fcn(), 2)) {
      from.set("upscore2.weight", new float[400]);
      List<WeightArray> all = arrays(from);
      List<WeightArray> some =
          all.stream().filter(a -> !a.entry().name().equals("fc7.bias")).toList();

      assertThatThrownBy(
              () -> Transplant.run(WeightSource.of("part", some), to, TransplantRule.exact()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("part lacks [fc7.bias]");
      TransplantReport report =
          Transplant.run(WeightSource.of("whole", all), to, TransplantRule.exact());

      assertThat(report.copied()).hasSize(all.size());
      assertThat(values(to)).usingRecursiveComparison().isEqualTo(values(from));
    }
  }

  /** 400 values are 5x5x4x4, and 4x4x5x5: only the matrix of a fully connected layer is safe. */
  @Test
  void convolutionsOfOtherExtentsAreNotReadAsOnes() {
    WeightSource source =
        WeightSource.of(
            "w", List.of(WeightArray.of("fc7.weight", List.of(1, 10, 5, 2), new float[100])));
    try (Parameters to = fresh(fcn(), 2)) {
      assertThatThrownBy(() -> Transplant.run(source, to, TransplantRule.convolutionalise()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("[1, 10, 5, 2]");
    }
  }

  @Test
  void weightsOfANetWithOtherNamesAreRefused() {
    WeightSource source =
        WeightSource.of("w", List.of(WeightArray.of("ip1.bias", List.of(4), new float[4])));
    try (Parameters to = fresh(fcn(), 2)) {
      assertThatThrownBy(() -> Transplant.run(source, to, TransplantRule.nextStage()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("w has nothing for this net")
          .hasMessageContaining("ip1.bias")
          .hasMessageContaining("conv1.weight");
    }
  }

  @Test
  void layersLeftAtRandomAreTold() {
    WeightSource source =
        WeightSource.of("w", List.of(WeightArray.of("conv1.bias", List.of(4), new float[4])));
    try (Parameters to = fresh(fcn(), 2)) {
      TransplantReport report = Transplant.run(source, to, TransplantRule.nextStage());
      assertThat(report.random())
          .containsExactly(
              "conv1.weight", "conv2.weight", "conv3.weight", "fc6.weight", "fc7.weight");
      assertThat(report.untouched()).containsAll(report.random()).contains("score_fr.weight");
    }
  }

  @Test
  void theRuleFollowsFromWhatTheSourceHolds() {
    Graph classifier =
        Nets.classifier("digits", TinyNets.SHAPE.withInputPad(1), 28, NetOptions.of(10));
    try (Parameters coarse = fresh(TinyNets.fcn(FcnVariant.FCN_32S, Upsampling.FIXED), 1);
        Parameters fine = fresh(fcn(), 2);
        Parameters whole = fresh(classifier, 3)) {
      List<WeightArray> matrices =
          arrays(whole).stream()
              .map(array ->
                  array.entry().name().equals("fc6.weight")
                      ? WeightArray.of("fc6.weight", List.of(10, 128), array.values())
                      : array)
              .toList();
      assertThat(suited(arrays(coarse), fine)).isEqualTo(TransplantRule.nextStage());
      assertThat(suited(arrays(fine), fine)).isEqualTo(TransplantRule.exact());
      assertThat(suited(arrays(whole), fine)).isEqualTo(TransplantRule.nextStage());
      assertThat(suited(matrices, fine)).isEqualTo(TransplantRule.convolutionalise());
      assertThat(suited(matrices, whole)).isEqualTo(TransplantRule.convolutionalise());
      assertThat(
              List.of(
                  TransplantRule.nextStage().description(),
                  TransplantRule.exact().description(),
                  TransplantRule.convolutionalise().description()))
          .doesNotHaveDuplicates();
    }
  }

  private static TransplantRule suited(List<WeightArray> arrays, Parameters target) {
    return TransplantRule.suited(WeightSource.of("w", arrays), target.all());
  }

  @Test
  void aSuffixLeadsToOneOfSeveralTrunks() {
    GraphBuilder builder = new GraphBuilder("two");
    builder.input("data", 3);
    builder.conv("conv1color", "data", 4, 3, 1, new Filler.Constant(0));
    builder.conv("conv1hha", "data", 4, 3, 1, new Filler.Constant(0));
    float[] bias = {1, 2, 3, 4};
    WeightSource source =
        WeightSource.of("w", List.of(WeightArray.of("conv1.bias", List.of(4), bias)));
    try (Parameters to = fresh(builder.build(), 0)) {
      TransplantReport report =
          Transplant.run(source, to, TransplantRule.nextStage().withSuffix("hha"));

      assertThat(report.copied()).containsExactly("conv1hha.bias");
      assertThat(to.get("conv1hha.bias")).isEqualTo(bias);
      assertThat(to.get("conv1color.bias")).isEqualTo(new float[4]);
    }
  }

  @Test
  void misfitsAreListedWhereTheRuleAllowsThem() {
    WeightSource source =
        WeightSource.of(
            "w",
            List.of(
                WeightArray.of("conv1.bias", List.of(4), new float[] {1, 2, 3, 4}),
                WeightArray.of("score_fr.bias", List.of(7), new float[7]),
                WeightArray.of("fc7.bias", List.of(10), new float[10]),
                WeightArray.of("fc8.bias", List.of(7), new float[7])));
    try (Parameters to = fresh(fcn(), 2)) {
      float[] before = to.get("score_fr.bias");
      TransplantRule rule = TransplantRule.convolutionalise();
      TransplantReport report = Transplant.run(source, to, rule.listingMisfits());

      assertThat(report.copied()).containsExactly("conv1.bias", "fc7.bias");
      assertThat(report.misfits()).containsExactly("score_fr.bias[7] (the net has [5])");
      assertThat(report.untouched()).contains("score_fr.bias");
      assertThat(report.ignored()).containsExactly("fc8.bias");
      assertThat(report.toString()).endsWith("do not fit and are not copied " + report.misfits());
      assertThat(to.get("score_fr.bias")).isEqualTo(before);
      assertThat(to.get("conv1.bias")).containsExactly(1, 2, 3, 4);
      assertThatThrownBy(() -> Transplant.run(source, to, rule))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("score_fr.bias");
    }
  }

  @Test
  void aSourceOfWhichLittleFitsIsRefused() {
    WeightSource larger =
        WeightSource.of(
            "w",
            List.of(
                WeightArray.of("conv1.bias", List.of(8), new float[8]),
                WeightArray.of("fc7.bias", List.of(10), new float[10])));
    try (Parameters to = fresh(fcn(), 2)) {
      TransplantRule rule = TransplantRule.convolutionalise().listingMisfits();
      assertThatThrownBy(() -> Transplant.run(larger, to, rule))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("of another net: 1 of its arrays fit and 1 do not")
          .hasMessageContaining("conv1.bias[8] (the net has [4])");
    }
  }

  @Test
  void weightsThatAreNotNumbersAreRefusedAndNothingIsWritten() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      WeightSource source =
          WeightSource.of(
              "w.caffemodel",
              List.of(
                  WeightArray.of("conv1.bias", List.of(4), new float[] {1, 2, 3, 4}),
                  WeightArray.of("conv2.bias", List.of(6), new float[] {1, 2, bad, 4, 5, 6})));
      try (Parameters to = fresh(fcn(), 2)) {
        Map<String, float[]> before = values(to);
        assertThatThrownBy(() -> Transplant.run(source, to, TransplantRule.nextStage()))
            .isInstanceOf(WeightFileException.class)
            .hasMessageContaining("w.caffemodel: value 2 of conv2.bias[6] is " + bad);
        assertThat(values(to)).usingRecursiveComparison().isEqualTo(before);
      }
    }
  }

  @Test
  void refusesTwoArraysOfOneName() {
    WeightArray array = WeightArray.of("conv1.bias", List.of(4), new float[4]);
    WeightArray other = WeightArray.of("conv1.bias", List.of(1, 4), new float[4]);
    try (Parameters to = fresh(fcn(), 2)) {
      assertThatThrownBy(() ->
              Transplant.run(
                  WeightSource.of("w", List.of(array, other)), to, TransplantRule.nextStage()))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("two arrays named conv1.bias");
    }
  }

  @Test
  void reportSaysWhatHappened() {
    TransplantReport report =
        new TransplantReport(
            List.of("a", "b"),
            List.of("fc6.weight"),
            List.of("up"),
            List.of("s"),
            List.of(),
            List.of("fc8"),
            List.of());
    assertThat(Objects.toString(report))
        .isEqualTo(
            "2 copied, 1 reinterpreted [fc6.weight], 1 refilled, 1 left as they were [s], 1 ignored [fc8]");
  }
}
