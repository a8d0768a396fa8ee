package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.Gauge;
import fcn4j.benchmarks.results.Steady;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Has JMH run trials, as its options on the command line say and for the rest as the benchmarks'
 * annotations do.
 *
 * @param options JMH's
 * @param quick whether a few short iterations will do, all but whole nets in this process
 * @param rounds in which each trial runs at least
 * @param forked whether every trial gets a process of its own, whatever the options say
 */
record TrialRun(CommandLineOptions options, boolean quick, int rounds, boolean forked) {
  private static final String PACKAGE = "fcn4j.benchmarks.";
  private static final String NETS = "NetBenchmark.";

  /** Of whole nets in one of several rounds; opening one runs it once before. */
  private static final int ROUND_WARMUPS = 1;

  /** Small nets need many calls for a short one. */
  private static final TimeValue ROUND_TIME = TimeValue.seconds(1);

  private static final int ROUND_PASSES = 4;

  /** Of whole nets that are trained, which takes seconds. */
  private static final int ROUND_STEPS = 2;

  private static final TimeValue ROUND_STEP_TIME = TimeValue.seconds(2);

  /** So many times the rounds are the most: what disturbs may last for some. */
  private static final int MOST_TIMES = 3;

  private static final int QUICK_WARMUPS = 2;
  private static final int QUICK_ITERATIONS = 5;
  private static final TimeValue QUICK_TIME = TimeValue.milliseconds(50);

  /**
   * Checks the number of rounds.
   *
   * @throws IllegalArgumentException if there is none
   */
  TrialRun {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1, it is " + rounds);
    }
  }

  /**
   * Runs one trial.
   *
   * @throws RunnerException if it fails
   */
  RunResult run(Trial trial) throws RunnerException {
    ChainedOptionsBuilder builder =
        builder().include("^" + Pattern.quote(PACKAGE + trial.benchmark()) + "$");
    trial.params().forEach(builder::param);
    boolean net = trial.benchmark().startsWith(NETS);
    if (quick) {
      hurry(builder, net);
    } else if (net && rounds > 1) {
      share(builder, trial.benchmark());
    }
    Collection<RunResult> results = new Runner(builder.build()).run();
    if (results.size() != 1) {
      throw new RunnerException(
          "%s with %s gave %d results"
              .formatted(trial.benchmark(), trial.params(), results.size()));
    }
    return results.iterator().next();
  }

  /**
   * Runs what the command line's patterns choose, once.
   *
   * @param devices on which
   * @throws RunnerException if nothing matches, or one fails and that is to end the run
   */
  List<RunResult> runPatterns(List<String> devices) throws RunnerException {
    Options chosen =
        new OptionsBuilder()
            .parent(options)
            .addProfiler(Gauge.class)
            .param("device", devices.toArray(String[]::new))
            .build();
    return List.copyOf(new Runner(chosen).run());
  }

  /** In which a trial runs at most, where it does not settle. */
  int mostRounds() {
    return rounds < Steady.ROUNDS ? rounds : MOST_TIMES * rounds;
  }

  /** The same with a process for every trial. */
  TrialRun isolated() {
    return new TrialRun(options, quick, rounds, true);
  }

  private ChainedOptionsBuilder builder() {
    ChainedOptionsBuilder builder =
        new OptionsBuilder().parent(options).addProfiler(Gauge.class).shouldFailOnError(true);
    if (forked) {
      builder.forks(1);
    }
    if (!options.verbosity().hasValue()) {
      builder.verbosity(VerboseMode.SILENT);
    }
    return builder;
  }

  /** A net's iterations are shared out among rounds. */
  private void share(ChainedOptionsBuilder builder, String benchmark) {
    boolean step = benchmark.endsWith(".forwardBackward") || benchmark.endsWith(".trainingStep");
    if (!options.getWarmupIterations().hasValue()) {
      builder.warmupIterations(ROUND_WARMUPS);
    }
    if (!options.getWarmupTime().hasValue()) {
      builder.warmupTime(ROUND_TIME);
    }
    if (!options.getMeasurementIterations().hasValue()) {
      builder.measurementIterations(step ? ROUND_STEPS : ROUND_PASSES);
    }
    if (!options.getMeasurementTime().hasValue()) {
      builder.measurementTime(step ? ROUND_STEP_TIME : ROUND_TIME);
    }
  }

  private void hurry(ChainedOptionsBuilder builder, boolean net) {
    if (!options.getWarmupIterations().hasValue()) {
      builder.warmupIterations(net ? 1 : QUICK_WARMUPS);
    }
    if (!options.getMeasurementIterations().hasValue()) {
      builder.measurementIterations(net ? QUICK_ITERATIONS - 2 : QUICK_ITERATIONS);
    }
    if (!options.getWarmupTime().hasValue()) {
      builder.warmupTime(QUICK_TIME);
    }
    if (!options.getMeasurementTime().hasValue()) {
      builder.measurementTime(QUICK_TIME);
    }
    if (!options.getForkCount().hasValue() && !net && !forked) {
      builder.forks(0);
    }
  }

  /** What made a run fail, in a line. */
  static String reason(RunnerException failure) {
    Throwable deepest = failure;
    while (true) {
      Throwable next = deepest.getCause();
      if (next == null && deepest.getSuppressed().length > 0) {
        next = deepest.getSuppressed()[0];
      }
      if (next == null) {
        return String.valueOf(deepest).lines().findFirst().orElse("");
      }
      deepest = next;
    }
  }
}
