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

  /** Opens it; see {@link #demand} for where there is none. */
  public static GpuBackend open(GpuOptions options) {
    demand();
    return GpuBackend.open(0, options);
  }

  /**
   * Skips the test with the reason where there is no GPU; fails where one is required, also by the
   * emulated one.
   */
  public static void demand() {
    CudaReport report = CudaReport.probe();
    boolean required = "required".equals(System.getProperty("gpu"));
    if (required && report.emulated()) {
      fail("a real GPU is required, but JCuda's stand-ins are on the class path");
    }
    if (!report.usable()) {
      String reason = "no GPU to test on: " + report.reason();
      if (required) {
        fail(reason);
      }
      abort(reason);
    }
  }
}
