package fcn4j.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import fcn4j.cuda.CudaReport;
import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;

/**
 * The GPU that tests run on: the emulated one, or with {@code -Dgpu=required} a real one. Tests
 * that use it carry the tag {@code gpu}.
 */
public final class TestGpu {
  private TestGpu() {}

  /** Opens it with full float32, deterministic, nothing remembered on disk. */
  public static GpuBackend open() {
    return open(GpuOptions.defaults().withRemember(false));
  }

  /** Opens it; without one the test is skipped with the reason, or fails where one is required. */
  public static GpuBackend open(GpuOptions options) {
    CudaReport report = CudaReport.probe();
    if (!report.usable()) {
      String reason = "no GPU to test on: " + report.problem();
      if ("required".equals(System.getProperty("gpu"))) {
        fail(reason);
      }
      abort(reason);
    }
    return GpuBackend.open(0, options);
  }
}
