package fcn4j.op;

import java.util.List;

/**
 * A learnable array of an operation.
 *
 * @param name {@code weight} or {@code bias}
 * @param dims extents, outermost first; any rank
 */
public record ParameterSpec(String name, List<Integer> dims) {

  /** Copies the extents. */
  public ParameterSpec {
    dims = List.copyOf(dims);
  }

  /** Number of elements. */
  public long count() {
    long count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    return count;
  }
}
