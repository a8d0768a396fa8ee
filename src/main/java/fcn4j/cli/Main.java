package fcn4j.cli;

import fcn4j.onednn.OnednnBackend;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code fcn4j}. */
@Command(
    name = "fcn4j",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Trains, scores and runs fully convolutional networks (FCN-32s, 16s, 8s).",
    footer = {
      "",
      "Exit status: 0 success, 2 bad input or options, 1 a failure inside fcn4j.",
      "'./fcn4j test' builds everything and runs the tests."
    })
public final class Main implements Runnable {
  /** Commands that compute on the processor where there is no GPU. */
  private static final Set<String> COMPUTING =
      Set.of("segment", "classify", "evaluate", "train", "demo", "bench");

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  /** The commands by name, in the order in which they are listed. */
  static final Map<String, Class<?>> COMMANDS = commands();

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand.class);
    commands.put("train", TrainCommand.class);
    commands.put("evaluate", EvaluateCommand.class);
    commands.put("segment", SegmentCommand.class);
    commands.put("classify", ClassifyCommand.class);
    commands.put("describe", DescribeCommand.class);
    commands.put("inspect", InspectCommand.class);
    commands.put("convert", ConvertCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("bench", BenchCommand.class);
    commands.put("devices", DevicesCommand.class);
    return commands;
  }

  private Main() {}

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    if (args.length > 0 && COMPUTING.contains(args[0]) && DeviceOptions.mayUseProcessor(args)) {
      // Most runs without a GPU compute with it, and it takes a while to load.
      Thread.ofPlatform().daemon().name("fcn4j-onednn").start(OnednnBackend::preload);
    }
    System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
  }

  /** Runs the command line and returns its exit status. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine(args.length == 0 ? "" : args[0])
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::report)
        .setParameterExceptionHandler(Failures::usage)
        .execute(args);
  }

  /** With the one command that is given, or with all: looking through their options takes long. */
  private static CommandLine commandLine(String first) {
    CommandLine line = new CommandLine(new Main());
    Class<?> given = COMMANDS.get(first);
    (given == null ? COMMANDS.values() : List.of(given)).forEach(line::addSubcommand);
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is missing; './fcn4j demo' is a good first one.");
  }
}
