package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.cuda.CudaException;
import fcn4j.emulator.EmulatedDevice;
import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.Max;
import fcn4j.op.UnsupportedOpException;
import fcn4j.tensor.Shape;
import fcn4j.testing.BackendContract;
import fcn4j.testing.OpCase;
import fcn4j.testing.TestGpu;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How algorithms of convolutions are chosen and remembered; counts calls on the emulated device.
 */
class ConvAlgorithmsTest {
  private static final String CACHE = "fcn4j.cache";
  private static final String MEASURE = "cudnnFindConvolutionForwardAlgorithmEx";
  private static final String RANK = "cudnnGetConvolutionForwardAlgorithm_v7";
  private static final Shape IMAGE = new Shape(2, 3, 9, 8);
  private static final Conv2d CONV = Conv2d.square(3, 4, 3, 1, 1);
  private static final GpuOptions OPTIONS = GpuOptions.defaults().withRemember(false);

  private @Nullable String cacheBefore;

  @BeforeEach
  void newDevice() {
    cacheBefore = System.getProperty(CACHE);
    EmulatedDevice.reset();
  }

  @AfterEach
  void restore() {
    if (cacheBefore == null) {
      System.clearProperty(CACHE);
    } else {
      System.setProperty(CACHE, cacheBefore);
    }
    EmulatedDevice.reset();
  }

  private static int calls(String function) {
    return EmulatedDevice.current().calls().count(function);
  }

  @Test
  void aShapeIsMeasuredOnce() {
    try (GpuBackend backend = TestGpu.open(OPTIONS)) {
      backend.bind("conv1", CONV, List.of(IMAGE)).close();
      assertThat(calls(MEASURE)).isEqualTo(1);
      long held = backend.gpu().arenaBytes();
      backend.bind("conv2", CONV, List.of(IMAGE)).close();
      assertThat(calls(MEASURE)).isEqualTo(1);
      assertThat(backend.gpu().arenaBytes()).isEqualTo(held);
      backend.bind("conv3", CONV, List.of(new Shape(2, 3, 8, 8))).close();
      assertThat(calls(MEASURE)).isEqualTo(2);
    }
  }

  @Test
  void aForwardPassAloneMeasuresNoGradients() {
    try (GpuBackend backend = TestGpu.open(OPTIONS)) {
      backend.bindForward("conv1", CONV, List.of(IMAGE)).close();
      assertThat(calls(MEASURE)).isEqualTo(1);
      assertThat(calls("cudnnFindConvolutionBackwardDataAlgorithmEx")).isZero();
      assertThat(calls("cudnnFindConvolutionBackwardFilterAlgorithmEx")).isZero();
    }
  }

  @Test
  void theNextProcessMeasuresNothing(@TempDir Path folder) {
    System.setProperty(CACHE, folder.toString());
    GpuOptions remembering = GpuOptions.defaults();
    OpCase opCase = OpCase.of("1x1", Conv2d.square(3, 4, 1, 1, 0), IMAGE);
    try (GpuBackend backend = TestGpu.open(remembering)) {
      BackendContract.check(backend, opCase);
      assertThat(calls(MEASURE)).isEqualTo(1);
    }
    try (GpuBackend backend = TestGpu.open(remembering)) {
      BackendContract.check(backend, opCase);
      assertThat(calls(MEASURE)).isEqualTo(1);
    }
    try (GpuBackend backend = TestGpu.open(remembering.withPrecision(Precision.TF32))) {
      backend.bind("conv1", opCase.op(), opCase.shapes()).close();
      assertThat(calls(MEASURE)).isEqualTo(2);
    }
    assertThat(folder.resolve("tuning").toFile().list()).hasSize(1);
  }

  /** The only gradient of weights that gives equal bits needs workspace on the emulated device. */
  @Test
  void keepsToTheWorkspaceBudgetWhereItCan() {
    GpuOptions frugal = new GpuOptions(Precision.FP32, true, 0, false);
    try (GpuBackend backend = TestGpu.open(frugal)) {
      BackendContract.check(backend, OpCase.of("no workspace", CONV, IMAGE));
      try (BoundOp bound = backend.bindForward("conv1", CONV, List.of(IMAGE))) {
        assertThat(bound.workspaceBytes()).isZero();
      }
    }
  }

  @Test
  void refusesWhatCannotBeComputedAsWanted() {
    Max tooMany = new Max();
    List<Shape> inputs = Collections.nCopies(257, new Shape(1, 1, 1, 1));
    try (GpuBackend backend = TestGpu.open(OPTIONS)) {
      assertThatThrownBy(() -> backend.bind("fuse", tooMany, inputs))
          .isInstanceOf(UnsupportedOpException.class)
          .hasMessageContaining("at most 256")
          .hasMessageContaining("in node fuse: Max");
    }
  }

  @Test
  void takesCudnnsRankingWhereThereIsNoRoomToMeasure() {
    try (GpuBackend backend = TestGpu.open(OPTIONS)) {
      backend.bindForward("warm", CONV, List.of(new Shape(1, 3, 4, 4))).close();
      EmulatedDevice.current().calls().failNth("cuMemAlloc", 1, 2);
      int measured = calls(MEASURE);
      int ranked = calls(RANK);
      backend.bindForward("conv1", CONV, List.of(IMAGE)).close();
      assertThat(calls(MEASURE)).isEqualTo(measured);
      assertThat(calls(RANK)).isEqualTo(ranked + 1);
      assertThat(EmulatedDevice.current().calls().injected()).hasSize(1);
    }
  }

  @Test
  void passesOnOtherFailuresWithTheNode() {
    try (GpuBackend backend = TestGpu.open(OPTIONS)) {
      EmulatedDevice.current().calls().failNth(MEASURE, 1, 5000);
      assertThatThrownBy(() -> backend.bind("conv1_1", CONV, List.of(IMAGE)))
          .isInstanceOf(CudaException.class)
          .hasMessageContaining("in node conv1_1: Conv2d [(2,3,9,8)] -> (2,4,9,8)");
    }
    assertThat(EmulatedDevice.current().leaks()).isEmpty();
  }

  @Test
  void fastModeAndTensorCoresComputeTheSame() {
    GpuOptions fast =
        GpuOptions.defaults()
            .withRemember(false)
            .withDeterministic(false)
            .withPrecision(Precision.TF32);
    try (GpuBackend backend = TestGpu.open(fast)) {
      assertThat(backend.description()).contains("TF32").doesNotContain("deterministic");
      // TF32 rounds each factor to 11 bits.
      BackendContract.check(backend, OpCase.of("3x3", CONV, IMAGE), 2 * 0x1p-11);
    }
  }
}
