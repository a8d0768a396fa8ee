package fcn4j.benchmarks.results;

import fcn4j.cuda.CudaReport;
import fcn4j.cuda.GpuInfo;
import fcn4j.cuda.LibraryReport;
import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnException;
import fcn4j.op.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out what there is to say of a run. */
public final class Runs {
  /** The system property and the environment's variable that tell the commit. */
  static final String COMMIT_PROPERTY = "fcn4j.commit";

  static final String COMMIT_VARIABLE = "FCN4J_COMMIT";

  private static final Pattern LIBRARY = Pattern.compile("(oneDNN) ([0-9.]+)");
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final Pattern DRIVER_VERSION =
      Pattern.compile("NVRM version:.*?\\s(\\d+\\.\\d+(?:\\.\\d+)?)\\s");
  private static final long PROCESS_SECONDS = 10;

  private Runs() {}

  /**
   * Describes a run that begins now, before any backend is open. Takes two seconds, for the load;
   * the load after it is that before it until {@link #end} is called.
   *
   * @param backend {@code cuda}, {@code onednn} or {@code reference}: on what most is measured
   * @param command the command line
   * @throws IOException if the system does not tell
   */
  public static Run begin(String backend, String command) throws IOException {
    return begin(backend, backend.equals("onednn") ? onednn() : "", command);
  }

  /**
   * The same on a backend that is open, and does nothing yet.
   *
   * @throws IOException if the system does not tell
   */
  public static Run begin(Backend backend, String command) throws IOException {
    return begin(backend.name(), backend.description(), command);
  }

  private static Run begin(String backend, String description, String command) throws IOException {
    Map<String, String> libraries = new TreeMap<>();
    Matcher library = LIBRARY.matcher(description);
    if (library.find()) {
      libraries.put(library.group(1), library.group(2));
    }
    String device = Machine.here().description();
    String driver = null;
    if (backend.equals("cuda")) {
      CudaReport report = CudaReport.probe();
      device = gpu(report, device);
      driver = driver(report);
      for (LibraryReport one : report.libraries()) {
        if (one.version() != null) {
          libraries.put(one.library().readable(), one.version());
        }
      }
    }
    double load = Machine.load();
    String commit = commit();
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String id =
        "%s-%s-%s".formatted(date.replaceAll("[-:]", ""), backend, CommitName.shortened(commit));
    return new Run(
        id,
        device,
        Runtime.getRuntime().availableProcessors(),
        driver,
        libraries,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        commit,
        date,
        load,
        load,
        command,
        List.of());
  }

  /**
   * The run with the load of the machine now that the work is done. Takes two seconds.
   *
   * @throws IOException if the system does not tell
   */
  public static Run end(Run run) throws IOException {
    return run.withLoadAfter(Machine.load());
  }

  private static String onednn() {
    try (OnednnBackend backend = new OnednnBackend(Runtime.getRuntime().availableProcessors())) {
      return backend.description();
    } catch (OnednnException e) {
      return "without oneDNN: " + e.getMessage();
    }
  }

  private static String gpu(CudaReport report, String machine) {
    if (report.gpus().isEmpty()) {
      return machine;
    }
    GpuInfo gpu = report.gpus().getFirst();
    return "%s, compute capability %d.%d, %.0f GB"
        .formatted(gpu.name(), gpu.computeMajor(), gpu.computeMinor(), gpu.memoryBytes() / 1e9);
  }

  private static @Nullable String driver(CudaReport report) throws IOException {
    if (Files.isReadable(DRIVER)) {
      Matcher matcher = DRIVER_VERSION.matcher(Files.readString(DRIVER));
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    String told = output("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader");
    if (told != null) {
      return told.lines().findFirst().orElse(told).strip();
    }
    return report.cudaVersion() == 0
        ? null
        : "takes CUDA up to " + GpuInfo.readableVersion(report.cudaVersion());
  }

  /** What was built: as the property or the variable says, else the checkout that this is in. */
  static String commit() throws IOException {
    String told = System.getProperty(COMMIT_PROPERTY, System.getenv(COMMIT_VARIABLE));
    if (told != null && !told.isBlank()) {
      return told.strip();
    }
    String head = output("git", "rev-parse", "HEAD");
    if (head == null) {
      return CommitName.UNKNOWN;
    }
    // Results and documents, which the last run may have changed, are not what is measured.
    String changes =
        output(
            "git",
            "status",
            "--porcelain",
            "--untracked-files=no",
            "--",
            ":/src",
            ":/benchmarks/src");
    return head.strip() + (changes == null || changes.isBlank() ? "" : CommitName.CHANGED);
  }

  /** What a program prints; null where it is missing, fails, or takes too long. */
  private static @Nullable String output(String... command) throws IOException {
    Path file = Files.createTempFile("fcn4j", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(file.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PROCESS_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return null;
      }
      return process.exitValue() == 0 ? Files.readString(file) : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (IOException e) {
      // The program is not there: that is an answer.
      return null;
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
