package fcn4j.benchmarks.scaling;

import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Runs;
import fcn4j.op.Backend;
import fcn4j.profile.Ceiling;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures nets over image size and batch, and finds the largest images that fit. */
@Command(
    name = "benchmarks/scaling",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Measures time and memory of nets over image size and batch, and finds the largest images and",
      "batches that fit into memory: predicted by the memory plan, confirmed by running them."
    })
final class Scaling implements Callable<Integer> {
  private static final Pattern MEMORY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([mMgG])");

  /** A part is left to the system, and to libraries, whose own memory no plan knows. */
  private static final double USABLE_SHARE = 0.9;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu, cuda or reference.")
  private String device = "";

  @Option(
      names = "--precision",
      paramLabel = "KIND",
      defaultValue = "fp32",
      description = "fp32, or tf32 on a GPU.")
  private String precision = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "On a processor (default: all).",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--series",
      paramLabel = "NET:PASS:SIDE,...[*BATCH,...]",
      defaultValue =
          "fcn8s:forward:64,128,256,500,1024,2048"
              + " fcn-alexnet:forward:64,128,256,500,1024,2048"
              + " fcn-googlenet-8s:forward:64,128,256,500,1024,2048"
              + " fcn8s:train:64,128,256,500,1024"
              + " fcn8s:forward:256*1,2,4,8,16,32"
              + " fcn8s:train:256*1,2,4",
      split = "\\s+",
      description = "What to measure, from small to large; PASS is forward or train.")
  private List<String> series = List.of();

  @Option(
      names = "--largest",
      split = ",",
      paramLabel = "NET:PASS",
      defaultValue = "fcn8s:forward,fcn8s:train",
      description = "Of what the largest square, and batch, is sought; none: of nothing.")
  private List<String> largest = List.of();

  @Option(
      names = "--largest-batch-side",
      paramLabel = "PIXELS",
      defaultValue = "500",
      description = "Size of the images whose number is sought.")
  private int batchSide;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "What the largest must fit into, such as 4g or 500m (default: nine tenths of what is"
              + " free on the device).")
  private @Nullable String memory;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Measured at least.")
  private int passes;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Of measuring each size and batch at least.")
  private double seconds;

  @Option(
      names = "--budget",
      paramLabel = "MINUTES",
      defaultValue = "15",
      description = "A series ends where the next size would take longer.")
  private double budgetMinutes;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Append to this file (default: nothing is kept).")
  private @Nullable Path results;

  private PrintStream log = System.err;

  @Override
  public Integer call() throws IOException {
    Deadline deadline = new Deadline(budgetMinutes);
    List<Series> wanted = series.stream().map(Series::of).toList();
    boolean none = largest.equals(List.of("none"));
    List<Task> sought = none ? List.of() : largest.stream().map(Task::of).toList();
    Failures failures = new Failures(log);
    try (Backend backend = Devices.open(device, precision, threads)) {
      long available = (long) (USABLE_SHARE * Devices.availableBytes(backend));
      long limit = memory == null ? available : bytes(memory);
      Run run = Runs.begin(backend, command());
      warnIfBusy(run, "before");
      Ceiling ceiling = Ceiling.measure(backend);
      run =
          run.withCeilings(
              List.of(
                  new MeasuredCeiling(
                      backend.name(),
                      precision,
                      ceiling.teraflops(),
                      ceiling.gigabytesPerSecond(),
                      null)));
      log.printf(
          Locale.ROOT,
          "%s; at best %.2f TFLOP/s, %.1f GB/s; %.1f GB may be taken%n",
          backend.description(),
          ceiling.teraflops(),
          ceiling.gigabytesPerSecond(),
          available / 1e9);
      LargestLoad.Frame frame = new LargestLoad.Frame(backend.name(), precision, threads);
      SeriesRun each =
          new SeriesRun(
              backend, frame, new Timing(passes, seconds), available, deadline, failures, log);
      for (Series one : wanted) {
        keep(run, each.measure(one));
      }
      for (Task task : sought) {
        keep(run, largest(backend, task, limit, frame, deadline, failures));
      }
    }
    return failures.any() ? 1 : 0;
  }

  private List<Measurement> largest(
      Backend backend,
      Task task,
      long limit,
      LargestLoad.Frame frame,
      Deadline deadline,
      Failures failures) {
    List<Measurement> found = new ArrayList<>();
    for (int side : new int[] {0, batchSide}) {
      if (deadline.secondsLeft() < 0) {
        log.printf("%s: the time is over, the largest is not sought%n", task);
        break;
      }
      try {
        Measurement one = new LargestLoad(backend, task, limit, side).confirm(frame, log);
        if (one != null) {
          found.add(one);
        }
      } catch (RuntimeException e) {
        failures.note("the largest of " + task, e);
      }
    }
    return found;
  }

  private void keep(Run run, List<Measurement> measured) throws IOException {
    if (results != null && !measured.isEmpty()) {
      Run ended = Runs.end(run);
      warnIfBusy(ended, "after");
      ResultFile.append(results, ended, measured);
    }
  }

  private void warnIfBusy(Run run, String when) {
    if (run.busy()) {
      log.printf(
          Locale.ROOT,
          "WARNING: the machine has other work (%.1f processors before, %.1f %s): the figures are"
              + " not worth keeping%n",
          run.loadBefore(),
          run.loadAfter(),
          when);
    }
  }

  private String command() {
    String words =
        "benchmarks/scaling --device %s --precision %s --threads %d --series '%s' --largest %s"
            .formatted(
                device, precision, threads, String.join(" ", series), String.join(",", largest));
    return memory == null ? words : words + " --memory " + memory;
  }

  /** Reads {@code 4g}. */
  static long bytes(String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--memory %s is no size; write 4g for 4 * 10^9 bytes, 500m for 500 * 10^6"
              .formatted(text));
    }
    double unit = matcher.group(2).equalsIgnoreCase("g") ? 1e9 : 1e6;
    return (long) (Double.parseDouble(matcher.group(1)) * unit);
  }

  /** Runs it; the messages of wrong arguments need no stack. */
  static int run(PrintStream log, String... args) {
    Scaling scaling = new Scaling();
    scaling.log = log;
    return new CommandLine(scaling)
        .setExecutionExceptionHandler((failure, _, _) -> {
          if (!(failure instanceof IllegalArgumentException)) {
            throw failure;
          }
          log.println(failure.getMessage());
          return 2;
        })
        .execute(args);
  }

  /** See {@code --help}. */
  public static void main(String[] args) {
    System.exit(run(System.err, args));
  }
}
