package fcn4j.benchmarks;

import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;
import fcn4j.gpu.Precision;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What computes, and how exactly. */
@State(Scope.Benchmark)
public class DeviceParams {
  /** {@code cpu}: every processor, double precision; {@code cuda}: the first GPU, float32. */
  @Param({"cpu", "cuda"})
  public String device;

  /** Of products in convolutions on a GPU: {@code fp32} or {@code tf32}; the CPU takes no other. */
  @Param("fp32")
  public String precision;

  /**
   * Opens the backend; choices of algorithms are measured anew, so that a result depends on nothing
   * that an earlier run left.
   *
   * @throws IllegalArgumentException if there is no such device or precision
   * @throws fcn4j.cuda.CudaUnavailableException if there is no usable GPU; the message says why
   */
  Backend open() {
    return switch (device + "/" + precision) {
      case "cpu/fp32" -> new ReferenceBackend();
      case "cuda/fp32" -> cuda(Precision.FP32);
      case "cuda/tf32" -> cuda(Precision.TF32);
      default ->
          throw new IllegalArgumentException(
              "device=%s with precision=%s: choose cpu with fp32, or cuda with fp32 or tf32"
                  .formatted(device, precision));
    };
  }

  private static Backend cuda(Precision precision) {
    return GpuBackend.open(0, GpuOptions.defaults().withPrecision(precision).withRemember(false));
  }
}
