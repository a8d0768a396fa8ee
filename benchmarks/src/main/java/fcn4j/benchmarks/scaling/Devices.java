package fcn4j.benchmarks.scaling;

import fcn4j.benchmarks.results.Machine;
import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;
import fcn4j.gpu.Precision;
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import java.io.IOException;

/** Opens what computes. */
final class Devices {
  private Devices() {}

  /**
   * Opens a backend; algorithms are chosen anew.
   *
   * @param device {@code cpu}, {@code cuda} or {@code reference}
   * @throws IllegalArgumentException if there is none, or it lacks the precision
   * @throws fcn4j.cuda.CudaUnavailableException if there is no usable GPU
   */
  static Backend open(String device, String precision, int threads) {
    return switch (device + "/" + precision) {
      case "cpu/fp32" -> new OnednnBackend(threads);
      case "reference/fp32" -> new ReferenceBackend(threads);
      case "cuda/fp32" -> cuda(Precision.FP32);
      case "cuda/tf32" -> cuda(Precision.TF32);
      default ->
          throw new IllegalArgumentException(
              "--device %s with --precision %s: take cpu or reference with fp32, or cuda with fp32 or tf32"
                  .formatted(device, precision));
    };
  }

  private static Backend cuda(Precision precision) {
    return GpuBackend.open(0, GpuOptions.defaults().withPrecision(precision).withRemember(false));
  }

  /**
   * Memory that is free on the device, in bytes.
   *
   * @throws IOException if the system does not tell
   */
  static long availableBytes(Backend backend) throws IOException {
    return backend instanceof GpuBackend gpu
        ? gpu.gpu().memory().freeBytes()
        : Machine.availableBytes();
  }
}
