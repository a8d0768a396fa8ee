package fcn4j.cli;

import fcn4j.cuda.CudaReport;
import fcn4j.cuda.GpuInfo;
import fcn4j.cuda.LibraryReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fcn4j devices}: what there is to compute on, and what is missing. */
@Command(
    name = "devices",
    description = "Shows processor, GPUs and CUDA libraries, or what is missing.")
final class DevicesCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    CudaReport report = CudaReport.probe();
    if (output.json()) {
      output.object(json(report));
    } else {
      output.println("CPU         " + cpu());
      output.println(report.text());
    }
    return 0;
  }

  private static String cpu() {
    Runtime runtime = Runtime.getRuntime();
    return "%d processor(s), %.1f GB of heap: --device cpu"
        .formatted(runtime.availableProcessors(), runtime.maxMemory() / 1e9);
  }

  private static Map<String, @Nullable Object> json(CudaReport report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("heapBytes", Runtime.getRuntime().maxMemory());
    json.put("cudaUsable", report.usable());
    json.put("problem", report.usable() ? null : report.reason());
    json.put("driverCudaVersion", report.cudaVersion());
    List<Map<String, @Nullable Object>> gpus =
        report.gpus().stream().map(DevicesCommand::json).toList();
    json.put("gpus", gpus);
    json.put("libraries", report.libraries().stream().map(DevicesCommand::json).toList());
    json.put("notes", report.notes());
    return json;
  }

  private static Map<String, @Nullable Object> json(GpuInfo gpu) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("ordinal", gpu.ordinal());
    json.put("name", gpu.name());
    json.put("computeCapability", gpu.computeMajor() + "." + gpu.computeMinor());
    json.put("memoryBytes", gpu.memoryBytes());
    json.put("multiprocessors", gpu.multiprocessors());
    return json;
  }

  private static Map<String, @Nullable Object> json(LibraryReport library) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("library", library.library().readable());
    json.put("path", library.path() == null ? null : library.path().toString());
    json.put("version", library.version());
    json.put("problem", library.problem());
    return json;
  }
}
