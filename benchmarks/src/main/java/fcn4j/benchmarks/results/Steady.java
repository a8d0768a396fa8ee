package fcn4j.benchmarks.results;

import java.util.List;

/**
 * The time that several rounds agree on. Whatever disturbs a machine makes it slower, so that the
 * least times tell what a call takes undisturbed; but a single one may be luck, or the best of a
 * round that was disturbed throughout.
 *
 * <pre>
 * steady = median of the three least times, settled if the third is at most 5 % above the first
 * </pre>
 *
 * @param millis the median of the three least times, or of all where there are fewer
 * @param spread by what share the greatest of them exceeds the least
 * @param settled whether there are three that agree
 */
public record Steady(double millis, double spread, boolean settled) {
  /** Rounds that have to agree. */
  public static final int ROUNDS = 3;

  /** The largest share by which times that agree differ. */
  public static final double TOLERANCE = 0.05;

  /**
   * The time that rounds agree on.
   *
   * @param millis the least time of each round
   * @throws IllegalArgumentException if there is none
   */
  public static Steady of(List<Double> millis) {
    List<Double> least = millis.stream().sorted().limit(ROUNDS).toList();
    double median = Measurement.median(least);
    double spread = least.getLast() / least.getFirst() - 1;
    return new Steady(median, spread, least.size() == ROUNDS && spread <= TOLERANCE);
  }
}
