package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.Layer;
import fcn4j.benchmarks.Layers;
import fcn4j.benchmarks.results.Steady;
import fcn4j.graph.GraphException;
import fcn4j.op.ShapeException;
import fcn4j.report.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Measures sets of benchmarks, or those that a pattern chooses; takes JMH's options too. */
@Command(
    name = "benchmarks/run",
    sortOptions = false,
    description =
        "Measures the engine: whole nets, own kernels, convolutions, loading of data. Without --set and"
            + " a pattern everything is measured.",
    footer = {
      "",
      "All other options are JMH's (-h lists them), and hold for sets too: a regular expression chooses"
          + " benchmarks, -l lists them, -p NAME=A,B gives values of a parameter, -f processes, -wi and"
          + " -i iterations of warm-up and measurement, -w and -r their least duration, -v NORMAL shows"
          + " what JMH says."
    })
public final class Suite implements Callable<Integer> {
  /** Twice those that have to agree: three alone may all be disturbed, and agree. */
  private static final int ROUNDS_OF_PROCESSOR = 2 * Steady.ROUNDS;

  private static final Set<String> FOR_JMH = Set.of("-h", "-help", "-l", "-lp", "-lprof", "-lrf");

  @Option(
      names = "--set",
      split = ",",
      paramLabel = "SET",
      description = "Sets: nets, kernels, convolutions, data, all (default: all).")
  private List<BenchmarkSet> sets = new ArrayList<>();

  @Option(
      names = "--quick",
      description =
          "Few and short iterations, fewer nets, kernels and convolutions in one process.")
  private boolean quick;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Append a JSON line for each measurement to this file.")
  private @Nullable Path results;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "Of sets: begin no further benchmark after so long, and name those left out.")
  private long budgetSeconds = Duration.ofDays(1).toSeconds();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Run the whole list so many times, each benchmark in a process of its own, and those that do"
              + " not settle up to twice as often again (default: 6 on a processor; 1 on a GPU,"
              + " with --quick and with -f 0).")
  private int rounds;

  @Option(
      names = "--turns",
      paramLabel = "FILE",
      description =
          "Measure in turns, benchmark by benchmark, with every other run that names this file, such as"
              + " that of another checkout: what disturbs the machine disturbs them alike.")
  private @Nullable Path turns;

  @Option(
      names = "--layers",
      paramLabel = "NET",
      description = "List the distinct layers of a net for -p layer=, and measure nothing.")
  private @Nullable String layersOf;

  @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  @Unmatched private List<String> others = new ArrayList<>();

  private final PrintStream out;
  private final Surroundings surroundings;
  private final List<String> arguments;

  private Suite(PrintStream out, Surroundings surroundings, List<String> arguments) {
    this.out = out;
    this.surroundings = surroundings;
    this.arguments = arguments;
  }

  @Override
  public Integer call() throws IOException, RunnerException, CommandLineOptionException {
    if (others.stream().anyMatch(FOR_JMH::contains)) {
      org.openjdk.jmh.Main.main(others.toArray(String[]::new));
      return 0;
    }
    CommandLineOptions options = new CommandLineOptions(others.toArray(String[]::new));
    Map<String, List<String>> given = GivenParams.of(others);
    if (layersOf != null) {
      listLayers(layersOf, given);
      return 0;
    }
    Devices devices = Devices.here();
    List<String> wanted = given.get("device");
    List<String> computing = wanted == null ? List.of(best(devices)) : wanted;
    String command = "benchmarks/run " + String.join(" ", arguments);
    int number = rounds == 0 ? usualRounds(computing, options) : rounds;
    try (Turns ofRuns = Turns.of(turns);
        Session session =
            new Session(
                out,
                surroundings,
                ofRuns,
                new TrialRun(options, quick, number, false),
                results,
                computing.getFirst(),
                command)) {
      if (sets.isEmpty() && !options.getIncludes().isEmpty()) {
        return session.measurePatterns(computing) ? 0 : 1;
      }
      List<Trial> trials =
          computing.stream()
              .flatMap(device -> trials(device, devices, given).stream())
              .distinct()
              .toList();
      return session.measure(trials, Duration.ofSeconds(budgetSeconds)) ? 0 : 1;
    }
  }

  /** A GPU's clock is steady; in this process a second round would find what the first left. */
  private int usualRounds(List<String> computing, CommandLineOptions options) {
    boolean once =
        quick
            || options.getForkCount().orElse(1) == 0
            || computing.stream().allMatch(DeviceParams.CUDA::equals);
    return once ? 1 : ROUNDS_OF_PROCESSOR;
  }

  private String best(Devices devices) {
    String why = devices.why().isEmpty() ? "" : " (" + devices.why() + ")";
    out.printf("Measuring device=%s%s.%n", devices.best(), why);
    return devices.best();
  }

  private List<Trial> trials(String device, Devices devices, Map<String, List<String>> given) {
    Map<String, List<String>> rest = new LinkedHashMap<>(given);
    rest.remove("device");
    Setting setting = new Setting(device, quick, devices.bf16(), rest);
    List<BenchmarkSet> wanted = sets.isEmpty() ? List.of(BenchmarkSet.ALL) : sets;
    return wanted.stream().flatMap(set -> set.trials(setting).stream()).toList();
  }

  private void listLayers(String net, Map<String, List<String>> given) {
    ImageSize size = ImageSize.of(given.getOrDefault("size", List.of("500x500")).getFirst());
    int batch = Integer.parseInt(given.getOrDefault("batch", List.of("1")).getFirst());
    TextTable table = new TextTable("layer", "operation", "inputs", "output");
    for (Layer layer : Layers.of(net, size, batch).distinct()) {
      table.row(
          layer.name(),
          layer.op().name(),
          layer.inputs().toString(),
          layer.op().output(layer.inputs()).toString());
    }
    out.print(table);
  }

  /**
   * Measures as a command line says.
   *
   * @return 0; 1 if a benchmark failed, 2 if the command line is wrong
   */
  static int execute(PrintStream out, Surroundings surroundings, String... arguments) {
    CommandLine line = new CommandLine(new Suite(out, surroundings, List.of(arguments)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      boolean mistaken =
          failure instanceof IllegalArgumentException
              || failure instanceof GraphException
              || failure instanceof ShapeException
              || failure instanceof CommandLineOptionException;
      if (!mistaken) {
        throw failure;
      }
      out.println("benchmarks/run: " + failure.getMessage());
      return 2;
    });
    return line.execute(arguments);
  }

  /** Measures; exits with 1 if a benchmark failed, 2 if the command line is wrong. */
  public static void main(String[] args) {
    System.exit(execute(System.out, Surroundings.REAL, args));
  }
}
