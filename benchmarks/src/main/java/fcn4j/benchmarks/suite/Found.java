package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.Gauge;
import fcn4j.benchmarks.results.Measurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** Makes a measurement of what JMH found: an iteration's mean is one value. */
final class Found {
  private final BenchmarkParams params;
  private final List<Double> millis = new ArrayList<>();
  private final Map<String, List<Double>> gauges = new HashMap<>();

  private Found(RunResult result) {
    params = result.getParams();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        millis.add(milliseconds(iteration.getPrimaryResult().getScore()));
        iteration
            .getSecondaryResults()
            .forEach((label, value) ->
                gauges.computeIfAbsent(label, key -> new ArrayList<>()).add(value.getScore()));
      }
    }
  }

  /**
   * The measurement.
   *
   * @throws IllegalArgumentException if JMH did not measure times
   */
  static Measurement of(RunResult result) {
    if (result.getParams().getMode() == Mode.Throughput) {
      throw new IllegalArgumentException(
          "results are times; leave out -bm, or choose avgt, ss or sample");
    }
    return new Found(result).measurement();
  }

  private double milliseconds(double score) {
    double nanosecondsOfUnit = params.getTimeUnit().toNanos(1);
    return rounded(score * nanosecondsOfUnit / TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** To the nanosecond: more digits say nothing. */
  private static double rounded(double milliseconds) {
    return Math.max(1e-6, Math.round(milliseconds * 1e6) / 1e6);
  }

  private Measurement measurement() {
    Kind kind = Kind.of(params);
    Subject subject = Subject.of(params);
    DeviceParams device = kind.onDevice() ? device(params) : null;
    List<Double> deviceMillis = gauges.get(Gauge.DEVICE_MILLIS);
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
        Measurement.best(millis),
        millis,
        deviceMillis == null ? null : rounded(Measurement.median(deviceMillis)),
        count(Gauge.MULTIPLY_ADDS),
        count(Gauge.BYTES),
        count(Gauge.PEAK_BYTES),
        subject.detail());
  }

  /** What a benchmark computed on. */
  static DeviceParams device(BenchmarkParams params) {
    return DeviceParams.of(
        params.getParam("device"),
        params.getParam("precision"),
        Integer.parseInt(params.getParam("threads")));
  }

  private @Nullable Long count(String gauge) {
    List<Double> values = gauges.get(gauge);
    return values == null ? null : Math.round(Objects.requireNonNull(values.getLast()));
  }
}
