package fcn4j.weights;

import java.util.List;

/** Extents of an array of any rank. */
final class Dims {
  private Dims() {}

  /**
   * The product of the extents; 1 for a single number.
   *
   * @throws IllegalArgumentException if an extent is negative or the product does not fit a long
   */
  static long count(List<Integer> dims) {
    long count = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("extents must not be negative, got " + dims);
      }
      try {
        count = Math.multiplyExact(count, (long) dim);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "the product of the extents " + dims + " is too large", e);
      }
    }
    return count;
  }
}
