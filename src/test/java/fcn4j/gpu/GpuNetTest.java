package fcn4j.gpu;

import fcn4j.net.GoldenTinyFcn8s;
import fcn4j.testing.TestGpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole nets on the GPU: against PyTorch, against the reference, twice, and within their memory.
 */
@Tag("gpu")
class GpuNetTest {
  /** A share of each array's largest value. */
  private static final double GOLDEN_TOLERANCE = 2e-6;

  private GpuBackend gpu;

  @BeforeEach
  void open() {
    gpu = TestGpu.open();
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  @Test
  void everyActivationTheLossAndEveryGradientOfTheGoldenNet() {
    new GoldenTinyFcn8s(gpu, GOLDEN_TOLERANCE).checkUnfused();
  }

  @Test
  void theFusedGoldenNet() {
    new GoldenTinyFcn8s(gpu, GOLDEN_TOLERANCE).checkFused();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threeStepsOfTheGoldenNet(boolean fuse) {
    new GoldenTinyFcn8s(gpu, GOLDEN_TOLERANCE).checkThreeStepsOfSgd(fuse);
  }
}
