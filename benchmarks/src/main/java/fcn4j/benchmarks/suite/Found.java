package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.Gauge;
import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Round;
import fcn4j.benchmarks.results.Steady;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** What JMH found of a trial so far: a round for each process, a value for each iteration. */
final class Found {
  private final BenchmarkParams params;
  private final List<Times> processes = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();

  /**
   * The iterations of a process.
   *
   * @param mean of the calls of each
   * @param least of them
   * @param device the least by the device's clock
   * @param probe times of the speed probe
   */
  private record Times(
      List<Double> mean, List<Double> least, List<Double> device, List<Double> probe) {
    Times() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

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
      Times times = new Times();
      for (IterationResult iteration : process.getIterationResults()) {
        times.mean.add(milliseconds(iteration.getPrimaryResult().getScore()));
        times.least.add(milliseconds(iteration.getPrimaryResult().getStatistics().getMin()));
        iteration
            .getSecondaryResults()
            .forEach((label, value) -> {
              switch (label) {
                case Gauge.DEVICE_MILLIS -> times.device.add(value.getScore());
                case Gauge.PROBE_MILLIS -> times.probe.add(rounded(value.getScore()));
                default -> counts.put(label, Math.round(value.getScore()));
              }
            });
      }
      processes.add(times);
    }
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

  private List<Double> all(Function<Times, List<Double>> kind) {
    return processes.stream().flatMap(times -> kind.apply(times).stream()).toList();
  }

  /** The measurement so far. */
  Measurement measurement() {
    Kind kind = Kind.of(params);
    Subject subject = Subject.of(params);
    DeviceParams device = kind.onDevice() ? DeviceParams.of(params) : null;
    List<Double> millis = all(Times::mean);
    List<Round> rounds =
        processes.stream().map(times -> Round.of(times.least, times.probe)).toList();
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
        Measurement.best(all(Times::least)),
        millis,
        steadyDeviceMillis(),
        counts.get(Gauge.MULTIPLY_ADDS),
        counts.get(Gauge.BYTES),
        counts.get(Gauge.PEAK_BYTES),
        subject.detail(),
        rounds);
  }

  private @Nullable Double steadyDeviceMillis() {
    if (processes.stream().anyMatch(times -> times.device.isEmpty())) {
      return null;
    }
    List<Double> millis = processes.stream().map(times -> Measurement.best(times.device)).toList();
    return rounded(Steady.millis(millis));
  }
}
