package fcn4j.benchmarks.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one process found, of several that measured the same minutes apart.
 *
 * @param iterations that it measured
 * @param millis of its shortest call, on the wall clock; in lines without {@code settled} the lower
 *     quartile of its iterations
 * @param probeMillis the least that the speed probe took before and after the iterations; null
 *     where there was none. In lines without {@code settled} the lower quartile
 * @param speed of the machine meanwhile: the probe's least time in all rounds of the benchmark by
 *     that in this one; 1 where there was none
 */
public record Round(int iterations, double millis, @Nullable Double probeMillis, double speed) {
  /** A round at less of the machine's best speed was disturbed. */
  public static final double LEAST_SPEED = 0.97;

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Round {
    Fields.requirePositive("rounds.iterations", iterations);
    Fields.requirePositive("rounds.millis", millis);
    if (probeMillis != null) {
      Fields.requirePositive("rounds.probeMillis", probeMillis);
    }
    Fields.requirePositive("rounds.speed", speed);
  }

  /**
   * The round of a process.
   *
   * @param millis the shortest call of each iteration
   * @param probes times of the speed probe; none where there was no probe
   * @param bestProbeMillis the probe's least time in all rounds; null where there was none
   */
  public static Round of(
      List<Double> millis, List<Double> probes, @Nullable Double bestProbeMillis) {
    Double probe = probes.isEmpty() ? null : rounded(Measurement.best(probes));
    double speed = probe == null || bestProbeMillis == null ? 1 : rounded(bestProbeMillis / probe);
    return new Round(millis.size(), rounded(Measurement.best(millis)), probe, speed);
  }

  /** More digits say nothing. */
  private static double rounded(double value) {
    return Math.max(1e-6, Math.round(value * 1e6) / 1e6);
  }

  /** What the probe took at best in all rounds; not a number where there was none. */
  public double bestProbeMillis() {
    return probeMillis == null ? Double.NaN : probeMillis * speed;
  }

  /** Whether the machine never came near its best speed. */
  public boolean disturbed() {
    return speed < LEAST_SPEED;
  }
}
