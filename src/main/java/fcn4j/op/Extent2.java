package fcn4j.op;

/**
 * A pair of values for rows and columns: a kernel's size, a stride, a padding, an offset.
 *
 * @param h for rows
 * @param w for columns
 */
public record Extent2(int h, int w) {
  /** One and one. */
  public static final Extent2 ONE = new Extent2(1, 1);

  /** Zero and zero. */
  public static final Extent2 ZERO = new Extent2(0, 0);

  /** The same value for rows and columns. */
  public static Extent2 square(int value) {
    return new Extent2(value, value);
  }

  void requireAtLeast(int least, String what) {
    if (h < least || w < least) {
      throw new ShapeException("%s must be at least %d, got %s".formatted(what, least, this));
    }
  }

  /** Number of positions: h*w. */
  public int area() {
    return Math.multiplyExact(h, w);
  }

  @Override
  public String toString() {
    return h == w ? Integer.toString(h) : h + "x" + w;
  }
}
