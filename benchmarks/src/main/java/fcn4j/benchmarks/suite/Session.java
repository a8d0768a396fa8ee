package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Settled;
import fcn4j.benchmarks.results.Speeds;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** One run from the look at the machine to the tables. A benchmark that fails does not end it. */
final class Session implements AutoCloseable {
  private final PrintStream out;
  private final Surroundings surroundings;
  private final Turns turns;
  private final Ceilings ceilings;
  private final Ledger ledger;
  private TrialRun trialRun;
  private Run run;

  /**
   * Notes machine, versions and load.
   *
   * @param turns in which everything is measured
   * @param results file to append lines to, or null
   * @param device on which most is measured
   * @param command the command line
   * @throws IOException if the system does not tell
   */
  Session(
      PrintStream out,
      Surroundings surroundings,
      Turns turns,
      TrialRun trialRun,
      @Nullable Path results,
      String device,
      String command)
      throws IOException {
    this.out = out;
    this.surroundings = surroundings;
    this.turns = turns;
    this.trialRun = trialRun;
    ceilings = new Ceilings(out, surroundings);
    String backend = DeviceParams.of(device, "fp32", 0).backendName();
    run = turns.take(() -> surroundings.begin(backend, command));
    ledger = new Ledger(results, run);
    out.println(run.device());
    warnIfBusy("before");
  }

  private void warnIfBusy(String when) {
    if (run.busy()) {
      out.printf(
          Locale.ROOT,
          "WARNING: the machine is busy (%.1f of %d processors %s the run); the figures are not worth keeping%n",
          Math.max(run.loadBefore(), run.loadAfter()),
          run.processors(),
          when);
    }
  }

  /**
   * Measures trials one after the other, in rounds, and those that do not settle in further ones.
   *
   * @param budget no trial begins after so long
   * @return whether all went well
   * @throws IOException if results can't be kept, or the system does not tell
   */
  boolean measure(List<Trial> trials, Duration budget) throws IOException {
    Rounds rounds =
        new Rounds(trialRun.rounds(), trialRun.mostRounds(), budget.toNanos(), System::nanoTime);
    Rounds.Gaps<Trial> gaps = rounds.go(trials, new Trials(trials));
    say(gaps.leftOut(), "left out");
    say(gaps.cutShort(), "measured in fewer rounds");
    finish();
    if (!gaps.failed().isEmpty()) {
      out.printf("%d of %d benchmarks failed.%n", gaps.failed().size(), trials.size());
    }
    return gaps.failed().isEmpty();
  }

  private void say(Set<Trial> trials, String what) {
    trials.forEach(trial ->
        out.printf("%s, the time was over: %s %s%n", what, trial.benchmark(), trial.params()));
  }

  /** Runs single trials, and the ceilings before each round. */
  private final class Trials implements Rounds.Runner<Trial> {
    private final List<Trial> trials;

    Trials(List<Trial> trials) {
      this.trials = trials;
    }

    @Override
    public void begin(int round) {
      measureCeilings(trials.stream().filter(Trial::onDevice).map(Trial::device).toList());
    }

    @Override
    public Rounds.Outcome run(int round, int place, Trial trial) {
      String where = where(round, place);
      try {
        Measurement soFar = ledger.add(run, turns.take(() -> trialRun.run(trial)));
        print(where, soFar);
        return Boolean.TRUE.equals(soFar.settled()) ? Rounds.Outcome.SETTLED : Rounds.Outcome.OPEN;
      } catch (RunnerException e) {
        // In this process JMH would go on with what the failed benchmark left.
        trialRun = trialRun.isolated();
        out.printf(
            "%s FAILED %s %s: %s%n", where, trial.benchmark(), trial.params(), TrialRun.reason(e));
        return Rounds.Outcome.FAILED;
      }
    }

    private String where(int round, int place) {
      int number = trialRun.rounds();
      String one = "%d/%d".formatted(place, trials.size());
      if (number == 1) {
        return "[%s]".formatted(one);
      }
      return round > number
          ? "[further round %d, %s]".formatted(round, one)
          : "[round %d/%d, %s]".formatted(round, number, one);
    }
  }

  private void print(String where, Measurement soFar) {
    out.printf(
        Locale.ROOT,
        "%s %s: %.4f ms%s%s%n",
        where,
        soFar.subject(),
        soFar.rounds().getLast().millis(),
        soFar.lastRoundApart()
            ? ", threads apart"
            : soFar.speeds().lastDisturbed() ? ", disturbed" : "",
        Boolean.TRUE.equals(soFar.settled()) ? ", settled" : "");
  }

  /**
   * Measures what the command line's patterns choose, on the given devices, in rounds.
   *
   * @return whether there is anything
   * @throws RunnerException if nothing matches, or JMH is told to stop at a failure and there is
   *     one
   * @throws IOException if results can't be kept, or the system does not tell
   */
  boolean measurePatterns(List<String> devices) throws RunnerException, IOException {
    List<RunResult> found = new ArrayList<>();
    for (int round = 1; round <= trialRun.rounds(); round++) {
      List<RunResult> more = turns.take(() -> trialRun.runPatterns(devices));
      more.forEach(result -> ledger.add(run, result));
      found.addAll(more);
    }
    List<BenchmarkParams> measured = found.stream().map(RunResult::getParams).toList();
    measureCeilings(
        measured.stream()
            .filter(params -> Kind.of(params).onDevice())
            .map(DeviceParams::of)
            .toList());
    finish();
    return !found.isEmpty();
  }

  private void measureCeilings(List<DeviceParams> devices) {
    run = run.withCeilings(turns.take(() -> ceilings.measure(devices)));
  }

  private void finish() throws IOException {
    Run measuredRun = run;
    run = turns.take(() -> surroundings.end(measuredRun));
    ledger.write(run);
    List<Measurement> measured = ledger.measurements();
    out.print(SuiteTable.text(run, measured));
    Speeds speeds = Speeds.of(measured);
    out.print(speeds.text());
    if (speeds.disturbed() > 0) {
      out.printf(
          Locale.ROOT,
          "WARNING: the run was disturbed: in %d of %d rounds of single benchmarks the speed was below %.2f throughout%n",
          speeds.disturbed(),
          speeds.values().size(),
          Speeds.LEAST);
    }
    int apart = measured.stream().mapToInt(Measurement::roundsApart).sum();
    if (apart > 0) {
      out.printf(
          "In %d rounds the threads were apart throughout: these count for nothing.%n", apart);
    }
    out.print(Settled.of(measured).text());
    warnIfBusy("before or after");
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
