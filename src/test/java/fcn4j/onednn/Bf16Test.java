package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni_2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.junit.jupiter.api.Assumptions.abort;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameters;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.TinyNets;
import fcn4j.op.Backend;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import fcn4j.testing.BackendContract;
import fcn4j.testing.Bounds;
import fcn4j.testing.Catalogue;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpData;
import fcn4j.testing.OpRunner;
import fcn4j.testing.Tolerance;
import fcn4j.testing.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Inference in bfloat16: how far from float32, and what stays float32. */
class Bf16Test {
  /**
   * bfloat16 has 8 bits of significand, so rounding a factor changes it by at most 2^-9 of itself,
   * and a product of two by at most 2^-8 + 2^-18. Sums are float32.
   */
  private static final double TOLERANCE = 0x1p-8 + 0x1p-18 + Tolerance.FLOAT32;

  private static final int CLASSES = 5;
  private static final Shape IMAGE = new Shape(1, 3, 70, 90);

  /** The backend, or the test is skipped where the processor has no bfloat16. */
  private static OnednnBackend open() {
    try {
      return new OnednnBackend(2, OnednnPrecision.BF16);
    } catch (OnednnException e) {
      return abort(e.getMessage());
    }
  }

  static List<OpCase> convolutions() {
    List<OpCase> cases = new ArrayList<>();
    Catalogue.cases().stream()
        .filter(it -> it.op() instanceof Conv2d || it.op() instanceof Conv2dRelu)
        .forEach(cases::add);
    cases.add(wide("3x3", Conv2d.square(64, 96, 3, 1, 1), new Shape(2, 64, 9, 14)));
    cases.add(wide("1x1", Conv2d.square(100, 21, 1, 1, 0), new Shape(1, 100, 7, 5)));
    cases.add(wide("7x7", Conv2d.square(64, 300, 7, 1, 0), new Shape(1, 64, 9, 8)));
    cases.add(wide("first layer", Conv2d.square(3, 64, 11, 4, 2), new Shape(1, 3, 40, 51)));
    cases.add(
        wide(
            "groups",
            new Conv2d(
                96, 64, Extent2.square(5), Extent2.ONE, Extent2.square(2), Extent2.ONE, 2, true),
            new Shape(1, 96, 8, 9)));
    return cases;
  }

  private static OpCase wide(String name, Conv2d conv, Shape in) {
    Values spread = (random, count) -> random.doubles(count, -1, 1).map(Bf16Test::single).toArray();
    return OpCase.of("bfloat16, " + name, new Conv2dRelu(conv), in)
        .input(0, spread)
        .parameter(0, spread)
        .parameter(1, spread)
        .notSmooth();
  }

  private static double single(double value) {
    return (float) value;
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionsDifferByTheRoundingOfTheirFactorsAlone(OpCase opCase) {
    OpData data = opCase.data();
    double[] bound = Bounds.of(opCase, data).output();
    try (Backend backend = open();
        OpRunner runner = OpRunner.forInference(backend, opCase)) {
      runner.loadInputs(data);
      double[] output = runner.forward();
      double[] exact = Bounds.run(opCase, opCase.op(), data).output();
      Tolerance.check("output", output, exact, bound, TOLERANCE);
      double[] rounded = Bounds.run(opCase, opCase.op(), rounded(data)).output();
      Tolerance.check("with rounded factors", output, rounded, bound, Tolerance.FLOAT32);
      assertThat(runner.forward()).as("a second run").isEqualTo(output);
      runner.checkGuards("bfloat16");
    }
  }

  /** Input and weights rounded to the nearest, ties to even; the bias as it is. */
  private static OpData rounded(OpData data) {
    List<double @Nullable []> inputs = new ArrayList<>();
    data.inputs().forEach(values -> inputs.add(rounded(Objects.requireNonNull(values))));
    List<double[]> parameters = new ArrayList<>(data.parameters());
    parameters.set(0, rounded(parameters.getFirst()));
    return new OpData(inputs, parameters, data.dOutput());
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(Bf16Test::rounded).toArray();
  }

  private static double rounded(double value) {
    int bits = Float.floatToRawIntBits((float) value);
    return Float.intBitsToFloat(bits + 0x7fff + (bits >> 16 & 1) & 0xffff_0000);
  }

  @Test
  void trainingStaysInFloat32() {
    OpCase opCase = wide("training", Conv2d.square(64, 96, 3, 1, 1), new Shape(1, 64, 9, 14));
    try (Backend backend = open()) {
      BackendContract.check(backend, opCase);
    }
  }

  @ParameterizedTest
  @EnumSource(Margin.class)
  void scoresOfAWholeNetAreClose(Margin margin) {
    Graph net = Nets.build("fcn8s-narrow", NetOptions.of(CLASSES));
    try (Backend bf16 = open();
        Backend fp32 = new OnednnBackend(2);
        Scorer rounded = new Scorer(bf16, net, margin);
        Scorer exact = new Scorer(fp32, net, margin)) {
      assertThat(bf16.description()).contains("bfloat16");
      assertThat(fp32.description()).doesNotContain("bfloat16");
      assertClose(rounded, exact, 1);
      // Packed weights are those of the parameters as they are now.
      assertClose(rounded, exact, 2);
    }
  }

  private static void assertClose(Scorer rounded, Scorer exact, long seed) {
    rounded.run(seed);
    exact.run(seed);
    float[] expected = exact.scores();
    float[] actual = rounded.scores();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    // Nothing equal to the bit: every layer rounds. Fifteen layers reached about 1 %.
    assertThat(difference).isBetween(1e-5 * largest, 0.04 * largest);
    byte[] labels = exact.labels();
    byte[] others = rounded.labels();
    long same = IntStream.range(0, labels.length).filter(i -> labels[i] == others[i]).count();
    assertThat(same).isGreaterThan(labels.length * 95L / 100);
    assertThat(IntStream.range(0, labels.length).map(i -> labels[i]).distinct().count())
        .isGreaterThan(1);
  }

  /** A net with parameters of its own. */
  private static final class Scorer implements AutoCloseable {
    private final Parameters parameters;
    private final Executor executor;

    Scorer(Backend backend, Graph net, Margin margin) {
      parameters = new Parameters(net, backend, false);
      executor = Executor.inference(net, parameters, Set.of("score", "prediction"), margin);
    }

    void run(long seed) {
      TinyNets.randomise(parameters, seed);
      executor.forward(Feeds.of(Nets.IMAGE, TinyNets.image(IMAGE, 3)));
    }

    float[] scores() {
      return executor.read("score").data();
    }

    byte[] labels() {
      return executor.readBytes("prediction").data();
    }

    @Override
    public void close() {
      executor.close();
      parameters.close();
    }
  }

  @Test
  void aProcessorWithoutTheInstructionsIsRefused() {
    OnednnPrecision.BF16.require(dnnl_cpu_isa_avx512_core_bf16);
    OnednnPrecision.BF16.require(dnnl_cpu_isa_avx512_core_amx);
    OnednnPrecision.FP32.require(dnnl_cpu_isa_avx2_vnni_2);
    for (int without : new int[] {0, dnnl_cpu_isa_avx2_vnni_2, dnnl_cpu_isa_avx512_core_vnni}) {
      assertThatThrownBy(() -> OnednnPrecision.BF16.require(without))
          .isInstanceOf(OnednnException.class)
          .hasMessageContaining("AVX-512 bf16 or AMX");
    }
  }
}
