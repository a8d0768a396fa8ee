package fcn4j.report;

import java.util.Arrays;

/**
 * Values over iterations.
 *
 * @param iterations rising; borrowed
 * @param values one an iteration; not-a-number leaves a gap; borrowed
 */
public record Series(String name, double[] iterations, double[] values) {
  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if they differ
   */
  public Series {
    if (iterations.length != values.length) {
      throw new IllegalArgumentException(
          "%s has %d iterations and %d values".formatted(name, iterations.length, values.length));
    }
  }

  /** Values over iterations 1, 2, 3, … */
  public static Series of(String name, double[] values) {
    double[] iterations = new double[values.length];
    Arrays.setAll(iterations, i -> i + 1.0);
    return new Series(name, iterations, values);
  }

  /**
   * Means over a centred window of 2*reach+1 values, less at the ends and without those that are
   * not finite.
   */
  Series smoothed(int reach) {
    double[] sums = new double[values.length + 1];
    int[] counts = new int[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      boolean finite = Double.isFinite(values[i]);
      sums[i + 1] = sums[i] + (finite ? values[i] : 0);
      counts[i + 1] = counts[i] + (finite ? 1 : 0);
    }
    double[] means = new double[values.length];
    for (int i = 0; i < means.length; i++) {
      int from = Math.max(0, i - reach);
      int to = Math.min(means.length, i + reach + 1);
      int count = counts[to] - counts[from];
      means[i] = count == 0 ? Double.NaN : (sums[to] - sums[from]) / count;
    }
    return new Series(name, iterations, means);
  }

  /** The part from one iteration up to another, the latter not included. */
  Series between(double from, double to) {
    int first = 0;
    while (first < iterations.length && iterations[first] < from) {
      first++;
    }
    int end = first;
    while (end < iterations.length && iterations[end] < to) {
      end++;
    }
    return new Series(
        name, Arrays.copyOfRange(iterations, first, end), Arrays.copyOfRange(values, first, end));
  }

  double lastIteration() {
    return iterations.length == 0 ? 0 : iterations[iterations.length - 1];
  }
}
