package fcn4j.weights;

import java.util.List;

/**
 * Name and extents of one array of weights.
 *
 * @param name such as {@code conv1_1.weight}
 * @param dims extents, outermost first; empty for a single number
 */
public record WeightEntry(String name, List<Integer> dims) {
  /**
   * Copies the extents.
   *
   * @throws IllegalArgumentException if the name is empty, an extent is negative or their product
   *     too large
   */
  public WeightEntry {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an array of weights needs a name");
    }
    dims = List.copyOf(dims);
    Dims.count(dims);
  }

  /** Number of values: the product of the extents. */
  public long count() {
    return Dims.count(dims);
  }

  @Override
  public String toString() {
    return name + dims;
  }
}
