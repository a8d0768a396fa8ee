package fcn4j.benchmarks;

import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;
import fcn4j.gpu.Precision;
import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnPrecision;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What computes, and how exactly. */
@State(Scope.Benchmark)
public class DeviceParams {
  /** The first GPU. */
  public static final String CUDA = "cuda";

  /**
   * {@code cpu}: the processor through oneDNN; {@code cuda}: the first GPU; {@code reference}: the
   * processor in plain Java and double precision.
   */
  @Param("cpu")
  public String device = "cpu";

  /** Of products in convolutions: {@code fp32}; {@code tf32} on a GPU; {@code bf16} with cpu. */
  @Param("fp32")
  public String precision = "fp32";

  /** Threads of a processor; 0 for as many as there are processors. */
  @Param("0")
  public int threads;

  /** The parameters of a given device. */
  public static DeviceParams of(String device, String precision, int threads) {
    DeviceParams params = new DeviceParams();
    params.device = device;
    params.precision = precision;
    params.threads = threads;
    return params;
  }

  /** What a benchmark computes on, if it has such parameters. */
  public static DeviceParams of(BenchmarkParams benchmark) {
    return of(
        benchmark.getParam("device"),
        benchmark.getParam("precision"),
        Integer.parseInt(benchmark.getParam("threads")));
  }

  /** Whether it is a GPU. */
  public boolean onGpu() {
    return device.equals(CUDA);
  }

  /** The processor's threads that it is given, also beside a GPU. */
  public int hostThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Threads of the probes of the processor's state; 0 where a GPU computes, and there are none. */
  public int probeThreads() {
    return onGpu() ? 0 : hostThreads();
  }

  /** The name of the backend behind the device: {@code onednn}, {@code cuda}, {@code reference}. */
  public String backendName() {
    return device.equals("cpu") ? "onednn" : device;
  }

  /**
   * Opens the backend; choices of algorithms are measured anew, so that a result depends on nothing
   * that an earlier run left. Nothing else is taken where it can't be opened.
   *
   * @throws IllegalArgumentException if there is no such device or precision
   * @throws fcn4j.cuda.CudaUnavailableException if there is no usable GPU; the message says why
   * @throws fcn4j.onednn.OnednnException if oneDNN can't be loaded, or the processor lacks the
   *     precision
   */
  public Backend open() {
    return switch (device + "/" + precision) {
      case "reference/fp32" -> new ReferenceBackend(hostThreads());
      case "cpu/fp32" -> new OnednnBackend(hostThreads());
      case "cpu/bf16" -> new OnednnBackend(hostThreads(), OnednnPrecision.BF16);
      case "cuda/fp32" -> cuda(Precision.FP32);
      case "cuda/tf32" -> cuda(Precision.TF32);
      default ->
          throw new IllegalArgumentException(
              "device=%s with precision=%s: choose cpu with fp32 or bf16, cuda with fp32 or tf32, or reference with fp32"
                  .formatted(device, precision));
    };
  }

  /**
   * The same for a pass that computes gradients.
   *
   * @throws IllegalArgumentException also if the precision is one of inference alone
   */
  Backend openForGradients() {
    if (precision.equals("bf16")) {
      throw new IllegalArgumentException(
          "precision=bf16 is for inference, gradients are computed in float32; choose fp32");
    }
    return open();
  }

  private static Backend cuda(Precision precision) {
    return GpuBackend.open(0, GpuOptions.defaults().withPrecision(precision).withRemember(false));
  }
}
