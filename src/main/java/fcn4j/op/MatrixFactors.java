package fcn4j.op;

/**
 * Two square matrices of random numbers between -1 and 1, and what their product must be. Matrices
 * lie row by row in memory.
 *
 * @param extent rows and columns of each
 */
public record MatrixFactors(int extent) {
  private static final int SEED = 7;
  private static final int LEFT = 0;
  private static final int RIGHT = 1;

  /** Elements of the product that are compared: one in each of as many stripes. */
  private static final int CHECKED = 16;

  /**
   * Checks the extent.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public MatrixFactors {
    if (extent < 1) {
      throw new IllegalArgumentException("matrices of extent " + extent);
    }
  }

  /** Elements of one matrix. */
  public long count() {
    return (long) extent * extent;
  }

  /** Multiply-adds of the product. */
  public long multiplyAdds() {
    return count() * extent;
  }

  /** The element at a row and a column of the left factor. */
  public float left(int row, int column) {
    return value(LEFT, row, column);
  }

  /** The element at a row and a column of the right factor. */
  public float right(int row, int column) {
    return value(RIGHT, row, column);
  }

  private float value(int stream, int row, int column) {
    return number(Philox.word(SEED, 0, stream, (long) row * extent + column));
  }

  private static float number(int word) {
    return (word >> 8) * 0x1p-23f;
  }

  /**
   * Writes both factors; waits.
   *
   * @param rowBytes what one row takes in the backend's memory
   */
  public void write(Memory memory, long leftOffset, long rightOffset, long rowBytes) {
    float[] values = new float[extent];
    for (int row = 0; row < extent; row++) {
      fill(LEFT, row, values);
      memory.writeFloats(leftOffset + row * rowBytes, values, 0, extent);
      fill(RIGHT, row, values);
      memory.writeFloats(rightOffset + row * rowBytes, values, 0, extent);
    }
  }

  private void fill(int stream, int row, float[] values) {
    long first = (long) row * extent;
    int[] words = Philox.block(SEED, 0, stream, first >>> 2);
    for (int column = 0; column < extent; column++) {
      int lane = (int) ((first + column) & 3);
      if (lane == 0) {
        words = Philox.block(SEED, 0, stream, (first + column) >>> 2);
      }
      values[column] = number(words[lane]);
    }
  }

  /**
   * Compares some elements of the product with the definition; waits.
   *
   * @param tolerance allowed difference, as a part of the sum of the absolute values of the terms
   * @throws IllegalStateException if one differs by more
   */
  public void check(Memory memory, long productOffset, long rowBytes, double tolerance) {
    float[] values = new float[extent];
    for (int i = 0; i < CHECKED; i++) {
      int row = (int) ((2L * i + 1) * extent / (2 * CHECKED));
      int column = (int) ((2L * (i * 7 % CHECKED) + 1) * extent / (2 * CHECKED));
      memory.readFloats(productOffset + row * rowBytes, values, 0, extent);
      compare(row, column, values[column], tolerance);
    }
  }

  private void compare(int row, int column, float found, double tolerance) {
    double sum = 0;
    double bound = 0;
    for (int k = 0; k < extent; k++) {
      double term = (double) left(row, k) * right(k, column);
      sum += term;
      bound += Math.abs(term);
    }
    if (!(Math.abs(found - sum) <= tolerance * bound)) {
      throw new IllegalStateException(
          "a product of %dx%d matrices is wrong: element (%d,%d) is %s, it must be %s"
              .formatted(extent, extent, row, column, found, sum));
    }
  }
}
