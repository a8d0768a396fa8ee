package fcn4j.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads the libraries, once a process, and asks the driver for its GPUs, each time anew.
 *
 * <p>cuBLAS and cuDNN are only loaded where the driver comes up.
 */
final class CudaProbe {
  private static final int NO_DEVICE = 100;
  private static final int OLDEST_CUDA = 12000;
  private static final int LOWEST_CAPABILITY = 75;

  private static @Nullable CudaProbe current;

  private final Map<LibraryName, LibraryReport> libraries = new EnumMap<>(LibraryName.class);
  private final List<String> notes = new ArrayList<>();
  private @Nullable String problem;
  private boolean bound;

  private CudaProbe() {}

  /** Loads what can be loaded and was not yet. */
  static synchronized CudaProbe current() {
    CudaProbe probe = current;
    if (probe == null) {
      probe = new CudaProbe();
      probe.loadDriver();
      current = probe;
    }
    if (probe.problem == null && !probe.bound && JCudaDriver.cuInit(0) == 0) {
      probe.bindLibraries();
      probe.bound = true;
    }
    return probe;
  }

  /** Why the libraries cannot be used, or null where they can. */
  @Nullable String problem() {
    return problem;
  }

  /** All that is known now; asks the driver. */
  CudaReport report() {
    return problem == null ? ask() : report(List.of(), 0, problem);
  }

  private void loadDriver() {
    if (!NativeLoader.isNative()) {
      bound = true;
      return;
    }
    if (!NativeLoader.isSupportedPlatform()) {
      problem =
          "CUDA is supported on Linux x86-64 only, this is %s %s"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
      return;
    }
    CudaLibraries found = CudaLibraries.onThisHost();
    keep(found);
    LibraryReport driver = found.report(LibraryName.DRIVER);
    String refused = driver.path() == null ? driver.problem() : NativeLoader.load(driver.path());
    if (refused == null) {
      refused = bind("jcuda.driver.JCudaDriver", "JCudaDriver", found.cudaMajor());
    }
    if (refused != null) {
      libraries.put(LibraryName.DRIVER, driver.withProblem(refused));
      problem = "no CUDA driver: " + refused + "; " + LibraryName.DRIVER.remedy();
    }
  }

  private void keep(CudaLibraries found) {
    found.reports().forEach(report -> libraries.put(report.library(), report));
  }

  private void bindLibraries() {
    int[] version = new int[1];
    boolean known = JCudaDriver.cuDriverGetVersion(version) == 0;
    if (known && version[0] < OLDEST_CUDA) {
      problem =
          "the driver takes CUDA up to %s, fcn4j needs one that takes CUDA 12: release 525 or newer"
              .formatted(GpuInfo.readableVersion(version[0]));
      return;
    }
    CudaLibraries found =
        CudaLibraries.onThisHost(known ? OptionalInt.of(version[0] / 1000) : OptionalInt.empty());
    keep(found);
    load(found, LibraryName.CUBLAS_LT);
    load(found, LibraryName.CUBLAS);
    load(found, LibraryName.NVRTC);
    load(found, LibraryName.CUDNN);
    for (Path part : NativeLoader.loadAll(found.cudnnParts())) {
      notes.add("note: " + part + " does not load by itself");
    }
    bind(LibraryName.CUBLAS, "jcuda.jcublas.JCublas2", "JCublas2", found.cudaMajor());
    bind(LibraryName.CUDNN, "jcuda.jcudnn.JCudnn", "JCudnn", found.cudaMajor());
    if (reportOf(LibraryName.CUDNN).usable()) {
      LibraryReport cudnn = found.report(LibraryName.CUDNN);
      libraries.put(LibraryName.CUDNN, cudnn.withVersion(cudnnVersion()));
      noteMixture(found.cudaMajor());
    }
    problem = missing(libraries.values());
  }

  private void load(CudaLibraries found, LibraryName library) {
    Path path = found.report(library).path();
    String refused = path == null ? null : NativeLoader.load(path);
    if (refused != null) {
      libraries.put(library, found.report(library).withProblem(refused));
    }
  }

  private void bind(LibraryName library, String className, String nativeName, int cudaMajor) {
    if (reportOf(library).usable()) {
      String refused = bind(className, nativeName, cudaMajor);
      if (refused != null) {
        libraries.put(library, reportOf(library).withProblem(refused));
      }
    }
  }

  private static @Nullable String bind(String className, String nativeName, int cudaMajor) {
    try {
      NativeFolder folder = NativeFolder.open(NativeFolder.usualBases(), cudaMajor);
      return new NativeLoader(folder, cudaMajor).bind(className, nativeName);
    } catch (IOException failure) {
      return "JCuda's natives cannot be extracted: " + failure.getMessage();
    }
  }

  private static String cudnnVersion() {
    long version = JCudnn.cudnnGetVersion();
    return version / 10000 + "." + version % 10000 / 100 + "." + version % 100;
  }

  private void noteMixture(int cudaMajor) {
    long built = JCudnn.cudnnGetCudartVersion() / 1000;
    if (built != cudaMajor) {
      notes.add("note: cuDNN was built for CUDA " + built + ", cuBLAS is of CUDA " + cudaMajor);
    }
  }

  /** Initialises the driver and lists the GPUs. */
  private CudaReport ask() {
    CudaStatus status = new CudaStatus();
    int initialised = JCudaDriver.cuInit(0);
    if (initialised == NO_DEVICE) {
      return report(List.of(), 0, "the CUDA driver is there but sees no GPU (cuInit says 100)");
    }
    try {
      status.driver(initialised, "cuInit");
      List<GpuInfo> gpus = GpuInfo.all(status);
      return report(gpus, gpus.isEmpty() ? 0 : gpus.getFirst().cudaVersion(), unfit(gpus));
    } catch (CudaException failure) {
      return report(List.of(), 0, String.valueOf(failure.getMessage()));
    }
  }

  private static @Nullable String unfit(List<GpuInfo> gpus) {
    if (gpus.isEmpty()) {
      return "the CUDA driver is there but sees no GPU";
    }
    return gpus.stream().anyMatch(gpu -> gpu.computeCapability() >= LOWEST_CAPABILITY)
        ? null
        : "no GPU here has compute capability 7.5 or higher, which the kernels need";
  }

  /** The problems of the libraries that are needed and each remedy once; null where all is well. */
  static @Nullable String missing(Collection<LibraryReport> libraries) {
    List<LibraryReport> bad =
        libraries.stream().filter(report -> report.library().needed() && !report.usable()).toList();
    if (bad.isEmpty()) {
      return null;
    }
    return bad.stream()
            .map(report -> String.valueOf(report.problem()))
            .collect(Collectors.joining(", "))
        + "; "
        + bad.stream()
            .map(report -> report.library().remedy())
            .distinct()
            .collect(Collectors.joining("; "));
  }

  private LibraryReport reportOf(LibraryName library) {
    LibraryReport report = libraries.get(library);
    if (report == null) {
      throw new IllegalStateException("no report for " + library);
    }
    return report;
  }

  private CudaReport report(List<GpuInfo> gpus, int cudaVersion, @Nullable String why) {
    return new CudaReport(
        List.copyOf(libraries.values()), gpus, cudaVersion, why, notes, !NativeLoader.isNative());
  }
}
