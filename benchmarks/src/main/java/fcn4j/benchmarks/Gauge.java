package fcn4j.benchmarks;

import fcn4j.profile.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What JMH can't know of a benchmark, as secondary results of every iteration: time by the device's
 * clock, products and bytes of a call, memory, and how fast the processor is and how far apart its
 * threads are before and after. The benchmark tells it by the static methods, in the JVM that JMH
 * forked for it; {@code -prof fcn4j.benchmarks.Gauge} adds it to any run.
 */
public final class Gauge implements InternalProfiler {
  /** Time of the shortest call of an iteration by the device's clock. */
  public static final String DEVICE_MILLIS = "device.ms";

  /** Multiply-adds of a call. */
  public static final String MULTIPLY_ADDS = "multiplyAdds";

  /** The fewest bytes that a call reads and writes. */
  public static final String BYTES = "bytes";

  /** Most memory of the device that was in use. */
  public static final String PEAK_BYTES = "peakBytes";

  /** Time of the speed probe, the lesser of that before and that after the iteration. */
  public static final String PROBE_MILLIS = "probe.ms";

  /** Time of a handover, the longer one of that before and that after the iteration. */
  public static final String HANDOVER_NANOS = "handover.ns";

  private static @Nullable Work work;
  private static @Nullable LongSupplier peakBytes;
  private static double deviceMillis = Double.POSITIVE_INFINITY;

  private @Nullable SpeedProbe probe;
  private double probeMillisBefore;
  private double handoverNanosBefore;

  /**
   * Describes the calls of a trial, which begin now: what preparing it took is forgotten.
   *
   * @param ofCall what one call does; null where that can't be counted
   * @param peak most memory of the device in use so far; null where there is no device
   */
  static void describe(@Nullable Work ofCall, @Nullable LongSupplier peak) {
    work = ofCall;
    peakBytes = peak;
    deviceMillis = Double.POSITIVE_INFINITY;
  }

  /** Threads of the probes beside a benchmark. */
  private static int probeThreads(BenchmarkParams benchmark) {
    return benchmark.getParamsKeys().contains("device")
        ? DeviceParams.of(benchmark).probeThreads()
        : 1;
  }

  /** Tells what a number of calls took by the device's clock. */
  static void deviceMillis(double millis, int calls) {
    deviceMillis = Math.min(deviceMillis, millis / calls);
  }

  @Override
  public String getDescription() {
    return "time by the device's clock, work and memory of this project's benchmarks";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    deviceMillis = Double.POSITIVE_INFINITY;
    int threads = probeThreads(benchmark);
    handoverNanosBefore = Handover.nanos(threads);
    probe = threads == 0 ? null : SpeedProbe.of(threads);
    if (probe != null) {
      probeMillisBefore = probe.millis();
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    if (probe != null) {
      results.add(scalar(PROBE_MILLIS, Math.min(probeMillisBefore, probe.millis()), "ms"));
    }
    double handoverNanos = Math.max(handoverNanosBefore, Handover.nanos(probeThreads(benchmark)));
    if (Double.isFinite(handoverNanos)) {
      results.add(scalar(HANDOVER_NANOS, handoverNanos, "ns"));
    }
    if (Double.isFinite(deviceMillis)) {
      results.add(scalar(DEVICE_MILLIS, deviceMillis, "ms/op"));
    }
    if (work != null) {
      results.add(scalar(MULTIPLY_ADDS, work.multiplyAdds(), "1"));
      results.add(scalar(BYTES, work.bytes(), "B"));
    }
    if (peakBytes != null) {
      results.add(scalar(PEAK_BYTES, peakBytes.getAsLong(), "B"));
    }
    return results;
  }

  private static ScalarResult scalar(String label, double value, String unit) {
    return new ScalarResult(label, value, unit, AggregationPolicy.AVG);
  }
}
