package fcn4j.weights;

import java.util.List;

/**
 * One array of weights with its values.
 *
 * @param values row-major; borrowed, not copied
 */
public record WeightArray(WeightEntry entry, float[] values) {
  /**
   * Checks that the extents give the number of values.
   *
   * @throws IllegalArgumentException if they do not
   */
  public WeightArray {
    if (entry.count() != values.length) {
      throw new IllegalArgumentException(
          "%s needs %d values, got %d".formatted(entry, entry.count(), values.length));
    }
  }

  /** An array of the given name and extents. */
  public static WeightArray of(String name, List<Integer> dims, float[] values) {
    return new WeightArray(new WeightEntry(name, dims), values);
  }
}
