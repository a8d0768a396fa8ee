package fcn4j.cli;

import fcn4j.onednn.OnednnBackend;
import java.io.PrintWriter;
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
    },
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      SegmentCommand.class,
      ClassifyCommand.class,
      DescribeCommand.class,
      InspectCommand.class,
      ConvertCommand.class,
      ExportCommand.class,
      BenchCommand.class,
      DevicesCommand.class
    })
public final class Main implements Runnable {
  /** Commands that compute on the processor where there is no GPU. */
  private static final Set<String> COMPUTING =
      Set.of("segment", "classify", "evaluate", "train", "demo", "bench");

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

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
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::report)
        .setParameterExceptionHandler(Failures::usage)
        .execute(args);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is missing; './fcn4j demo' is a good first one.");
  }
}
