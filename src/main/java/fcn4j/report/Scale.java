package fcn4j.report;

import java.util.List;

/**
 * What an axis of a {@link Chart} shows.
 *
 * @param name with its unit
 * @param low the least value
 * @param high the greatest value
 * @param logarithmic whether equal distances are equal factors
 * @param ticks where to put lines and numbers; where there are none, round values are found
 */
public record Scale(String name, double low, double high, boolean logarithmic, List<Double> ticks) {
  private static final double ROOM = 1.25;

  /** Copies the ticks. */
  public Scale {
    ticks = List.copyOf(ticks);
  }

  /**
   * A logarithmic scale with a little room around values.
   *
   * @throws IllegalArgumentException if there is no value, or one is not positive
   */
  public static Scale logarithmic(String name, List<Double> values, List<Double> ticks) {
    double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (!(low > 0)) {
      throw new IllegalArgumentException(
          "'%s' is to be logarithmic, its least value is %s".formatted(name, low));
    }
    return new Scale(name, low / ROOM, high * ROOM, true, ticks);
  }

  Axis axis(float first, float last) {
    return new Axis(low, high, first, last, logarithmic, ticks);
  }
}
