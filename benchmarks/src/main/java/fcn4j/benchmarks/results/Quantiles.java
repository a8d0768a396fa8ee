package fcn4j.benchmarks.results;

import java.util.List;

/** Values below which a share of all lies; between two of them on the straight line. */
public final class Quantiles {
  private static final double QUARTER = 0.25;

  private Quantiles() {}

  /**
   * A quarter of the values lie below it: of times, what a call takes where little disturbs it.
   *
   * @throws IllegalArgumentException if there are no values
   */
  public static double lowerQuartile(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured: no quantile of no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = QUARTER * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
