package fcn4j.benchmarks.results;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time that several rounds agree on. Whatever disturbs a machine makes it slower, so that the
 * least times tell what a call takes undisturbed; but a single one may be luck, and what disturbs
 * for minutes may be in all of them. Rounds whose threads were further apart than in others were
 * measured on another machine, so to speak: they do not count.
 *
 * <pre>
 * steady  = mean of the three least times of rounds with threads near each other
 * settled = the third is at most 4 % above the first, and three of these rounds were not disturbed
 * </pre>
 *
 * @param millis the mean of the three least times, or of all where there are fewer
 * @param spread by what share the greatest of them exceeds the least
 * @param calm rounds that count and were not disturbed
 */
public record Steady(double millis, double spread, int calm) {
  /** Rounds that have to agree, and to be calm. */
  public static final int ROUNDS = 3;

  /** The largest share by which times that agree differ; steady times of two runs may by more. */
  public static final double TOLERANCE = 0.04;

  /**
   * The time that rounds agree on.
   *
   * @throws IllegalArgumentException if there is no round
   */
  public static Steady of(List<Round> rounds) {
    List<Round> near = near(rounds);
    List<Double> least = least(near.stream().map(Round::millis).toList());
    int calm = near.size() - Speeds.of(near).disturbed();
    return new Steady(mean(least), least.getLast() / least.getFirst() - 1, calm);
  }

  /** The same by the device's own clock, or null if no round that counts has it. */
  public static @Nullable Double deviceMillis(List<Round> rounds) {
    List<Double> millis =
        near(rounds).stream().map(Round::deviceMillis).filter(Objects::nonNull).toList();
    return millis.isEmpty() ? null : mean(least(millis));
  }

  private static List<Round> near(List<Round> rounds) {
    return Placement.near(rounds, Round::handoverNanos);
  }

  private static List<Double> least(List<Double> millis) {
    return millis.stream().sorted().limit(ROUNDS).toList();
  }

  private static double mean(List<Double> millis) {
    return millis.stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow(() -> new IllegalArgumentException("nothing was measured: no rounds"));
  }

  /** Whether more rounds would change little. */
  public boolean settled() {
    return calm >= ROUNDS && spread <= TOLERANCE;
  }
}
