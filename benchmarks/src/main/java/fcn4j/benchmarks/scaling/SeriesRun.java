package fcn4j.benchmarks.scaling;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.op.Backend;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures the loads of a series, each with plans and parameters of its own, until memory or time
 * do not suffice.
 *
 * @param backend borrowed
 * @param frame what the measurements share
 * @param timing how often a pass is repeated
 * @param memoryBytes what a load may take
 * @param deadline of the whole run
 * @param failures gets what went wrong; the series ends there
 * @param log gets a line for each load
 */
record SeriesRun(
    Backend backend,
    LargestLoad.Frame frame,
    Timing timing,
    long memoryBytes,
    Deadline deadline,
    Failures failures,
    PrintStream log) {

  List<Measurement> measure(Series series) {
    List<Measurement> measured = new ArrayList<>();
    for (int i = 0; i < series.loads().size(); i++) {
      Load load = series.loads().get(i);
      double expected = expectedSeconds(measured, load);
      if (expected > deadline.secondsLeft()) {
        String why =
            deadline.secondsLeft() <= 0
                ? "no time is left"
                : "would take about %.0f s, and %.0f s are left"
                    .formatted(expected, deadline.secondsLeft());
        log.printf("%s, %s: %s: the series ends here%n", series.task(), load, why);
        break;
      }
      try (NetRun run = new NetRun(backend, series.task())) {
        long predicted = run.predictedBytes(load);
        if (predicted > memoryBytes) {
          log.printf(
              Locale.ROOT,
              "%s, %s: takes %.2f GB by the plan, and there are %.2f: the series ends here%n",
              series.task(),
              load,
              predicted / 1e9,
              memoryBytes / 1e9);
          break;
        }
        measured.add(measure(run, series.task(), load, predicted));
      } catch (RuntimeException e) {
        failures.note(series.task() + ", " + load, e);
        break;
      }
      report(series, measured, i + 1);
    }
    return measured;
  }

  private Measurement measure(NetRun run, Task task, Load load, long predicted) {
    // What a GPU took to choose its algorithms by measuring is given back by now.
    backend.resetPeakBytes();
    run.initialise();
    run.first(load);
    Timing.Times times = timing.measure(backend, run);
    run.check();
    Map<String, String> detail = Map.of("predictedBytes", Long.toString(predicted));
    return frame.measurement("scaling", task, load, times, run.work(), run.peakBytes(), detail);
  }

  private void report(Series series, List<Measurement> measured, int done) {
    Measurement last = measured.getLast();
    double left = 0;
    for (Load load : series.loads().subList(done, series.loads().size())) {
      left += expectedSeconds(measured, load);
    }
    log.printf(
        Locale.ROOT,
        "%s, %s: %.1f ms, %.3f GB (predicted %.3f); %d of %d, about %.0f s left of the series%n",
        series.task(),
        series.loads().get(done - 1),
        last.medianMillis(),
        Objects.requireNonNull(last.peakBytes()) / 1e9,
        Long.parseLong(last.detail().get("predictedBytes")) / 1e9,
        done,
        series.loads().size(),
        left);
  }

  /** By the last load's time a pixel; 0 where nothing is known yet. */
  private double expectedSeconds(List<Measurement> measured, Load load) {
    if (measured.isEmpty()) {
      return 0;
    }
    Measurement last = measured.getLast();
    double pixels = Math.pow(Double.parseDouble(last.size().split("x")[0]), 2) * last.batch();
    return timing.expectedSeconds(last.medianMillis() * Math.max(1, load.pixels() / pixels));
  }
}
