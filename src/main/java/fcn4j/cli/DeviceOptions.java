package fcn4j.cli;

import fcn4j.cuda.CudaReport;
import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;
import fcn4j.gpu.Precision;
import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnException;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import picocli.CommandLine.Option;

/** The options {@code --device} and {@code --threads}: what computes. */
final class DeviceOptions {

  /** What a user may ask for. */
  enum Device {
    AUTO,
    CPU,
    CUDA,
    REFERENCE
  }

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = {
        "What computes: auto, cpu, cuda or reference (default: ${DEFAULT-VALUE}).",
        "auto takes a GPU where there is one, else the CPU through oneDNN; reference is the slow,"
            + " exact oracle."
      })
  private Device device = Device.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the CPU backend (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--gpu",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the GPU, as 'fcn4j devices' shows it (default: ${DEFAULT-VALUE}).")
  private int gpu;

  @Option(
      names = "--precision",
      paramLabel = "KIND",
      defaultValue = "fp32",
      description = "Of convolutions on a GPU: fp32 or tf32 (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.FP32;

  @Option(
      names = "--fast",
      description = "Allow a GPU algorithms of which two runs may differ in the last bits.")
  private boolean fast;

  /**
   * Opens the backend and says on standard error which one was chosen.
   *
   * @throws BadInputException if the number of threads is below 1
   * @throws fcn4j.cuda.CudaUnavailableException if CUDA is asked for and missing; it says what
   */
  Backend open(Output output) {
    if (threads < 1) {
      throw new BadInputException("--threads must be at least 1, got " + threads);
    }
    Backend backend =
        switch (device) {
          case CPU -> new OnednnBackend(threads);
          case CUDA -> cuda();
          case REFERENCE -> new ReferenceBackend(threads);
          case AUTO -> CudaReport.probe().usable() ? cuda() : processor(output);
        };
    output.message("computing on " + backend.description() + why());
    return backend;
  }

  /** oneDNN, or the reference backend where oneDNN has no library for the machine. */
  private Backend processor(Output output) {
    try {
      return new OnednnBackend(threads);
    } catch (OnednnException e) {
      output.message(String.valueOf(e.getMessage()));
      return new ReferenceBackend(threads);
    }
  }

  private String why() {
    boolean noGpu = device == Device.AUTO && !CudaReport.probe().usable();
    return noGpu ? " (no usable GPU here; 'fcn4j devices' says why)" : "";
  }

  private Backend cuda() {
    return GpuBackend.open(
        gpu, GpuOptions.defaults().withPrecision(precision).withDeterministic(!fast));
  }
}
