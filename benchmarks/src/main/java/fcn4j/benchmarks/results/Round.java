package fcn4j.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one process found, of several that measured the same minutes apart.
 *
 * @param iterations that count: those in which threads were as near each other as in any, without
 *     neighbours in which they were not
 * @param millis of the shortest call in them, on the wall clock
 * @param deviceMillis the least by the device's own clock, or null
 * @param probeMillis the least that the speed probe took before and after them; null where there
 *     was none
 * @param handoverNanos the least handover of them; null where there was none
 */
public record Round(
    int iterations,
    double millis,
    @Nullable Double deviceMillis,
    @Nullable Double probeMillis,
    @Nullable Double handoverNanos) {

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Round {
    Fields.requirePositive("rounds.iterations", iterations);
    Fields.requirePositive("rounds.millis", millis);
    Fields.requirePositiveIfPresent("rounds.deviceMillis", deviceMillis);
    Fields.requirePositiveIfPresent("rounds.probeMillis", probeMillis);
    Fields.requirePositiveIfPresent("rounds.handoverNanos", handoverNanos);
  }

  /**
   * The round of a process.
   *
   * @throws IllegalArgumentException if it has no iteration
   */
  public static Round of(List<Iteration> all) {
    List<Iteration> near = undivided(all);
    return new Round(
        near.size(),
        Measurement.best(near.stream().map(Iteration::leastMillis).toList()),
        Measurement.best(near, Iteration::deviceMillis),
        Measurement.best(near, Iteration::probeMillis),
        Measurement.best(near, Iteration::handoverNanos));
  }

  /**
   * Those with threads near each other. What moves threads to and fro may do so twice in an
   * iteration, unseen before and after it, so those beside one with threads apart don't count
   * either, where there are others.
   */
  private static List<Iteration> undivided(List<Iteration> all) {
    List<Iteration> near = Placement.near(all, Iteration::handoverNanos);
    List<Iteration> inside = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<Iteration> around = all.subList(Math.max(0, i - 1), Math.min(all.size(), i + 2));
      if (near.containsAll(around)) {
        inside.add(all.get(i));
      }
    }
    return inside.isEmpty() ? near : inside;
  }
}
