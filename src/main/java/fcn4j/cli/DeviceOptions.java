package fcn4j.cli;

import fcn4j.cuda.CudaReport;
import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;
import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnException;
import fcn4j.onednn.OnednnPrecision;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import picocli.CommandLine.Option;

/** The options {@code --device}, {@code --threads}, {@code --precision}: what computes, and how. */
final class DeviceOptions {

  /** What a user may ask for. */
  enum Device {
    AUTO,
    CPU,
    CUDA,
    REFERENCE
  }

  /** How factors of convolutions are rounded. */
  enum Precision {
    FP32,
    TF32,
    BF16
  }

  private static final String DEVICE = "--device";

  @Option(
      names = DEVICE,
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
      description = {
        "Of convolutions: fp32, tf32 (on a GPU) or bf16 (default: ${DEFAULT-VALUE}).",
        "bf16 is for inference on a CPU with AVX-512 bf16 or AMX."
      })
  private Precision precision = Precision.FP32;

  @Option(
      names = "--fast",
      description = "Allow a GPU algorithms of which two runs may differ in the last bits.")
  private boolean fast;

  /** Whether these arguments, which are not parsed yet, leave it open that the CPU computes. */
  static boolean mayUseProcessor(String... args) {
    String last = Device.AUTO.name();
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith(DEVICE + "=")) {
        last = args[i].substring(DEVICE.length() + 1);
      } else if (args[i].equals(DEVICE) && i + 1 < args.length) {
        last = args[i + 1];
      }
    }
    return !last.equalsIgnoreCase(Device.CUDA.name())
        && !last.equalsIgnoreCase(Device.REFERENCE.name());
  }

  /**
   * Opens the backend and says on standard error which one was chosen.
   *
   * @throws BadInputException if the number of threads is below 1, or the device has not the
   *     precision
   * @throws fcn4j.cuda.CudaUnavailableException if CUDA is asked for and missing; it says what
   */
  Backend open(Output output) {
    if (threads < 1) {
      throw new BadInputException("--threads must be at least 1, got " + threads);
    }
    requirePrecision();
    Backend backend =
        switch (device) {
          case CPU -> processor(output);
          case CUDA -> cuda();
          case REFERENCE -> new ReferenceBackend(threads);
          case AUTO -> onGpu() ? cuda() : processor(output);
        };
    output.message("computing on " + backend.description() + why());
    return backend;
  }

  /**
   * Opens the backend for a command that trains.
   *
   * @throws BadInputException also if the precision is one of inference alone
   */
  Backend openForTraining(Output output) {
    if (precision == Precision.BF16) {
      throw new BadInputException(
          "--precision bf16 is for inference, and training computes in float32; leave it out here,"
              + " and give it to evaluate, segment or classify");
    }
    return open(output);
  }

  private boolean onGpu() {
    return device == Device.CUDA || device == Device.AUTO && CudaReport.anyUsable();
  }

  private void requirePrecision() {
    boolean onCpu = device != Device.REFERENCE && !onGpu();
    if (precision == Precision.TF32 && !onGpu()) {
      throw new BadInputException(
          "--precision tf32 needs a GPU, and none is to compute; leave it out"
              + (onCpu ? ", or try bf16" : ""));
    }
    if (precision == Precision.BF16 && !onCpu) {
      throw new BadInputException(
          "--precision bf16 is for the CPU, which is not to compute; leave it out, or add --device cpu");
    }
  }

  private OnednnBackend onednn() {
    if (precision != Precision.BF16) {
      return new OnednnBackend(threads);
    }
    try {
      return new OnednnBackend(threads, OnednnPrecision.BF16);
    } catch (OnednnException e) {
      throw new BadInputException("--precision bf16: " + e.getMessage());
    }
  }

  /** oneDNN, or the reference backend where oneDNN has no library for the machine. */
  private Backend processor(Output output) {
    try {
      return onednn();
    } catch (OnednnException e) {
      output.message(String.valueOf(e.getMessage()));
      return new ReferenceBackend(threads);
    }
  }

  private String why() {
    return device == Device.AUTO && !onGpu()
        ? " (no usable GPU here; 'fcn4j devices' says why)"
        : "";
  }

  private Backend cuda() {
    GpuOptions options = GpuOptions.defaults().withDeterministic(!fast);
    return GpuBackend.open(
        gpu,
        precision == Precision.TF32
            ? options.withPrecision(fcn4j.gpu.Precision.TF32)
            : options.withPrecision(fcn4j.gpu.Precision.FP32));
  }
}
