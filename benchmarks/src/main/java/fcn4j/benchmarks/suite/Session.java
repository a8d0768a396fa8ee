package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** One run from the look at the machine to the tables. A benchmark that fails does not end it. */
final class Session {
  private final PrintStream out;
  private final Surroundings surroundings;
  private final @Nullable Path results;
  private final List<Measurement> measured = new ArrayList<>();
  private TrialRun trialRun;
  private Run run;

  /**
   * Notes machine, versions and load.
   *
   * @param results file to append lines to, or null
   * @param device on which most is measured
   * @param command the command line
   * @throws IOException if the system does not tell
   */
  Session(
      PrintStream out,
      Surroundings surroundings,
      TrialRun trialRun,
      @Nullable Path results,
      String device,
      String command)
      throws IOException {
    this.out = out;
    this.surroundings = surroundings;
    this.trialRun = trialRun;
    this.results = results;
    run = surroundings.begin(DeviceParams.of(device, "fp32", 0).backendName(), command);
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
   * Measures trials one after the other.
   *
   * @param budget no trial begins after so long
   * @return whether all went well
   * @throws IOException if results can't be kept, or the system does not tell
   */
  boolean measure(List<Trial> trials, Duration budget) throws IOException {
    long end = System.nanoTime() + budget.toNanos();
    measureCeilings(trials.stream().filter(Trial::onDevice).map(Trial::device).toList());
    int failures = 0;
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      String place = "[%d/%d]".formatted(i + 1, trials.size());
      if (System.nanoTime() - end >= 0) {
        out.printf(
            "%s left out, the time was over: %s %s%n", place, trial.benchmark(), trial.params());
        continue;
      }
      try {
        Measurement found = Found.of(trialRun.run(trial));
        measured.add(found);
        out.printf(Locale.ROOT, "%s %s: %.4f ms%n", place, found.subject(), found.medianMillis());
      } catch (RunnerException e) {
        failures++;
        // In this process JMH would go on with what the failed benchmark left.
        trialRun = trialRun.isolated();
        out.printf(
            "%s FAILED %s %s: %s%n", place, trial.benchmark(), trial.params(), TrialRun.reason(e));
      }
    }
    finish();
    if (failures > 0) {
      out.printf("%d of %d benchmarks failed.%n", failures, trials.size());
    }
    return failures == 0;
  }

  /**
   * Measures what the command line's patterns choose, on the given devices.
   *
   * @return whether there is anything
   * @throws RunnerException if nothing matches, or JMH is told to stop at a failure and there is
   *     one
   * @throws IOException if results can't be kept, or the system does not tell
   */
  boolean measurePatterns(List<String> devices) throws RunnerException, IOException {
    List<RunResult> found = trialRun.runPatterns(devices);
    List<DeviceParams> computed =
        found.stream()
            .map(RunResult::getParams)
            .filter(params -> Kind.of(params).onDevice())
            .map(Found::device)
            .toList();
    measureCeilings(computed);
    found.forEach(result -> measured.add(Found.of(result)));
    finish();
    return !found.isEmpty();
  }

  private void measureCeilings(List<DeviceParams> devices) {
    Map<String, DeviceParams> distinct = new LinkedHashMap<>();
    devices.forEach(one -> distinct.putIfAbsent(one.device + " " + one.precision, one));
    List<MeasuredCeiling> ceilings = new ArrayList<>();
    distinct.forEach((name, device) -> {
      try {
        MeasuredCeiling ceiling = surroundings.ceiling(device);
        ceilings.add(ceiling);
        out.printf(
            Locale.ROOT,
            "Ceiling of %s: %.3f TFLOP/s, %.1f GB/s%n",
            name,
            ceiling.teraflops(),
            ceiling.gigabytesPerSecond());
      } catch (IOException e) {
        out.printf("No ceiling of %s: %s%n", name, e.getMessage());
      }
    });
    run = run.withCeilings(ceilings);
  }

  private void finish() throws IOException {
    run = surroundings.end(run);
    if (results != null && !measured.isEmpty()) {
      ResultFile.append(results, run, measured);
    }
    out.print(SuiteTable.text(run, measured));
    warnIfBusy("before or after");
  }
}
