package fcn4j.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this host offers: libraries, driver and GPUs, or what is missing and how to get it. Absence
 * is a value here, never an exception.
 *
 * @param libraries what was found of each library, in the order of loading; empty with emulated
 *     CUDA
 * @param gpus all GPUs; empty where the driver is missing or sees none
 * @param cudaVersion the newest CUDA version the driver takes, as in 12040; 0 where unknown
 * @param problem why the GPUs cannot be used, or null where they can
 * @param notes what is worth knowing besides
 * @param emulated whether a test's stand-ins take the place of JCuda, so that there is no real GPU
 */
public record CudaReport(
    List<LibraryReport> libraries,
    List<GpuInfo> gpus,
    int cudaVersion,
    @Nullable String problem,
    List<String> notes,
    boolean emulated) {

  /** Copies the lists. */
  public CudaReport {
    libraries = List.copyOf(libraries);
    gpus = List.copyOf(gpus);
    notes = List.copyOf(notes);
  }

  /**
   * Finds and loads the libraries, which is done once a process, asks the driver for its GPUs, and
   * says what came of it.
   */
  public static CudaReport probe() {
    return CudaProbe.current().report();
  }

  /**
   * Whether there is a GPU that fcn4j can use; costs next to nothing on hosts that have none,
   * because the driver's device files tell before any library is looked for.
   */
  public static boolean anyUsable() {
    boolean driverAbsent =
        NativeLoader.isNative()
            && Stream.of("/dev/nvidiactl", "/dev/dxg").map(Path::of).noneMatch(Files::exists);
    return !driverAbsent && probe().usable();
  }

  /** Whether there is a GPU that fcn4j can use. */
  public boolean usable() {
    return problem == null;
  }

  /** Why the GPUs cannot be used and what to do, in a sentence; empty where they can. */
  public String reason() {
    return problem == null ? "" : problem;
  }

  /** Lines for people, without a line end at the end. */
  public String text() {
    List<String> lines = new ArrayList<>();
    for (GpuInfo gpu : gpus) {
      lines.add(
          "GPU %d       %s, compute capability %d.%d, %s, %d multiprocessors"
              .formatted(
                  gpu.ordinal(),
                  gpu.name(),
                  gpu.computeMajor(),
                  gpu.computeMinor(),
                  MemoryInfo.readable(gpu.memoryBytes()),
                  gpu.multiprocessors()));
    }
    if (cudaVersion != 0) {
      lines.add("driver takes CUDA up to " + GpuInfo.readableVersion(cudaVersion));
    }
    if (emulated) {
      lines.add("CUDA is emulated");
    }
    libraries.forEach(library -> lines.add(library.text()));
    lines.addAll(notes);
    lines.add(usable() ? "usable: --device cuda" : "no usable GPU: " + reason());
    return String.join("\n", lines);
  }
}
