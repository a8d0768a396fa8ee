package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.Gauge;
import fcn4j.benchmarks.results.Iteration;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Round;
import fcn4j.benchmarks.results.Steady;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** What JMH found of a trial so far: a round for each process, a value for each iteration. */
final class Found {
  private static final List<String> COUNTS =
      List.of(Gauge.MULTIPLY_ADDS, Gauge.BYTES, Gauge.PEAK_BYTES);

  private final BenchmarkParams params;
  private final List<List<Iteration>> processes = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();

  /**
   * Nothing yet.
   *
   * @param params of the trial
   * @throws IllegalArgumentException if JMH does not measure times
   */
  Found(BenchmarkParams params) {
    this.params = params;
    if (params.getMode() == Mode.Throughput) {
      throw new IllegalArgumentException(
          "results are times; leave out -bm, or choose avgt, ss or sample");
    }
  }

  /** Adds a round; of several processes in one go each is one. */
  void add(RunResult result) {
    for (BenchmarkResult process : result.getBenchmarkResults()) {
      processes.add(process.getIterationResults().stream().map(this::iteration).toList());
    }
  }

  private Iteration iteration(IterationResult result) {
    Map<String, Double> values = new HashMap<>();
    result.getSecondaryResults().forEach((label, value) -> values.put(label, value.getScore()));
    for (String count : COUNTS) {
      Double value = values.get(count);
      if (value != null) {
        counts.put(count, Math.round(value));
      }
    }
    return new Iteration(
        milliseconds(result.getPrimaryResult().getScore()),
        milliseconds(result.getPrimaryResult().getStatistics().getMin()),
        values.get(Gauge.DEVICE_MILLIS),
        rounded(values.get(Gauge.PROBE_MILLIS)),
        rounded(values.get(Gauge.HANDOVER_NANOS)));
  }

  private static @Nullable Double rounded(@Nullable Double value) {
    return value == null ? null : rounded(value.doubleValue());
  }

  private double milliseconds(double score) {
    double nanosecondsOfUnit = params.getTimeUnit().toNanos(1);
    return rounded(score * nanosecondsOfUnit / TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** To the nanosecond: more digits say nothing. */
  private static double rounded(double milliseconds) {
    return Math.max(1e-6, Math.round(milliseconds * 1e6) / 1e6);
  }

  /** What distinguishes the trial. */
  static String key(BenchmarkParams params) {
    StringBuilder key = new StringBuilder(params.getBenchmark());
    for (String name : params.getParamsKeys()) {
      key.append(' ').append(name).append('=').append(params.getParam(name));
    }
    return key.toString();
  }

  /** The measurement so far. */
  Measurement measurement() {
    Kind kind = Kind.of(params);
    Subject subject = Subject.of(params);
    DeviceParams device = kind.onDevice() ? DeviceParams.of(params) : null;
    List<Iteration> iterations = processes.stream().flatMap(List::stream).toList();
    List<Double> millis = iterations.stream().map(Iteration::meanMillis).toList();
    List<Round> rounds = processes.stream().map(Round::of).toList();
    return new Measurement(
        kind.word(),
        subject.name(),
        subject.pass(),
        device == null ? "java" : device.backendName(),
        device == null ? "none" : device.precision,
        subject.size(),
        params.getParamsKeys().contains("batch") ? Integer.parseInt(params.getParam("batch")) : 1,
        device == null ? 1 : device.hostThreads(),
        Measurement.median(millis),
        Measurement.best(iterations.stream().map(Iteration::leastMillis).toList()),
        millis,
        rounded(Steady.deviceMillis(rounds)),
        counts.get(Gauge.MULTIPLY_ADDS),
        counts.get(Gauge.BYTES),
        counts.get(Gauge.PEAK_BYTES),
        subject.detail(),
        rounds);
  }
}
