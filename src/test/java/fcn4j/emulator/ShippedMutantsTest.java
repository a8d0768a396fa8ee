package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.gpu.GpuBackend;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.tensor.Shape;
import fcn4j.testing.BackendContract;
import fcn4j.testing.Catalogue;
import fcn4j.testing.OpCase;
import fcn4j.testing.TestGpu;
import fcn4j.testing.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped kernels made wrong, one way at a time: the cases of their operations notice it, by a
 * fault or by a wrong result. The right kernels pass the same cases in {@code GpuContractTest}.
 */
class ShippedMutantsTest {
  /** The module and the operation whose cases run it. */
  private static final Map<String, String> OPERATIONS =
      Map.ofEntries(
          Map.entry("argmax", "ArgMax"),
          Map.entry("avg_pool2d", "AvgPool2d"),
          Map.entry("bias_relu", "Conv2dRelu"),
          Map.entry("concat", "Concat"),
          Map.entry("confusion_matrix", "ConfusionMatrix"),
          Map.entry("crop", "Crop"),
          Map.entry("deconv2d", "Deconv2d"),
          Map.entry("dropout", "Dropout"),
          Map.entry("frame", "Frame"),
          Map.entry("lrn", "Lrn"),
          Map.entry("max", "Max"),
          Map.entry("max_pool2d", "MaxPool2d"),
          Map.entry("prepare_image", "PrepareImage"),
          Map.entry("prepare_label", "PrepareLabel"),
          Map.entry("relu", "Relu"),
          Map.entry("scale", "Scale"),
          Map.entry("skip_sum", "SkipSum"),
          Map.entry("softmax", "Softmax"),
          Map.entry("softmax_loss", "SoftmaxLoss"),
          Map.entry("sum", "Sum"),
          Map.entry("upsample_argmax", "UpsampleArgMax"),
          Map.entry("upsample_softmax_loss", "UpsampleSoftmaxLoss"));

  /** Cases that the tables lack: more blocks than one, and a window wider than cuDNN takes. */
  private static final Map<String, OpCase> MORE =
      Map.of(
          "Max",
          OpCase.of("many blocks", new Max(), new Shape(1, 3, 40, 50), new Shape(1, 3, 40, 50))
              .input(0, Values.distinct(1))
              .input(1, Values.distinct(2))
              .notSmooth(),
          "Lrn",
          OpCase.of("window 17", new Lrn(17, 0.5, 0.75, 1), new Shape(1, 20, 17, 19)).notSmooth());

  private static List<OpCase> cases(String operation) {
    return Stream.concat(
            Catalogue.cases(operation).stream(), Stream.ofNullable(MORE.get(operation)))
        .toList();
  }

  /** What is done to the text. */
  enum Change {
    NO_BARRIERS("bar\\.sync \t0;", ""),
    BOUND_OFF_BY_ONE("setp\\.(ge|lt)\\.s(32|64)", ""),
    WRONG_STRIDE("(shl\\.b64 \t%rd\\d+, %rd\\d+), 2;", "$1, 3;"),
    LOST_BLOCK("%ctaid\\.x", "%ctaid.z"),
    LOST_THREAD("%tid\\.x", "%tid.z");

    private final String pattern;
    private final String replacement;

    Change(String pattern, String replacement) {
      this.pattern = pattern;
      this.replacement = replacement;
    }

    String of(String ptx) {
      return this == BOUND_OFF_BY_ONE
          ? ptx.replaceAll("setp\\.ge\\.(s32|s64)", "setp.gt.$1")
              .replaceAll("setp\\.lt\\.(s32|s64)", "setp.le.$1")
          : ptx.replaceAll(pattern, replacement);
    }
  }

  /** A shipped module with a change. */
  record Mutant(String module, Change change) {
    String right() {
      return EmulatedKernels.resource("ptx/" + module + ".ptx");
    }

    String wrong() {
      return change.of(right());
    }

    @Override
    public String toString() {
      return module + ", " + change.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static List<Mutant> mutants() {
    return OPERATIONS.keySet().stream()
        .sorted()
        .flatMap(module -> Stream.of(Change.values()).map(change -> new Mutant(module, change)))
        .filter(mutant -> !mutant.wrong().equals(mutant.right()))
        .toList();
  }

  @Test
  void thereAreEnough() {
    assertThat(mutants()).hasSizeGreaterThan(60);
  }

  @Test
  void theRightKernelsPassTheAddedCases() {
    EmulatedDevice.reset();
    try (GpuBackend backend = TestGpu.open()) {
      MORE.values().forEach(opCase -> BackendContract.check(backend, opCase));
    }
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isNoticed(Mutant mutant) {
    EmulatorOptions options = EmulatorOptions.standard().serial().withStepLimit(50_000);
    EmulatedDevice device = EmulatedDevice.reset(options);
    String wrong = mutant.wrong();
    String name = firstKernel(wrong);
    device.rewritePtx(ptx -> firstKernel(ptx).equals(name) ? wrong : ptx);
    GpuBackend backend = TestGpu.open();
    Throwable noticed = null;
    for (OpCase opCase : cases(OPERATIONS.get(mutant.module()))) {
      noticed =
          noticed == null ? catchThrowable(() -> BackendContract.check(backend, opCase)) : noticed;
    }
    Throwable closing = catchThrowable(backend::close);
    assertThat(noticed)
        .as("closing: %s", closing)
        .isInstanceOfAny(EmulatorFault.class, AssertionError.class);
  }

  private static String firstKernel(String ptx) {
    int at = ptx.indexOf(".entry ");
    return ptx.substring(at, ptx.indexOf('(', at));
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
