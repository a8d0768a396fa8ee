package fcn4j.benchmarks.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one process found, of several that measured the same minutes apart.
 *
 * @param iterations that it measured
 * @param millis of its shortest call, on the wall clock
 * @param probeMillis the least that the speed probe took before and after the iterations; null
 *     where there was none
 */
public record Round(int iterations, double millis, @Nullable Double probeMillis) {

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
  }

  /**
   * The round of a process.
   *
   * @param millis the shortest call of each iteration
   * @param probes times of the speed probe; none where there was no probe
   */
  public static Round of(List<Double> millis, List<Double> probes) {
    return new Round(
        millis.size(),
        Measurement.best(millis),
        probes.isEmpty() ? null : Measurement.best(probes));
  }
}
