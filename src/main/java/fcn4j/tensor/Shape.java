package fcn4j.tensor;

/**
 * The extents of a dense tensor in the order batch, channels, height, width; the last varies
 * fastest in memory.
 *
 * @param n images in the batch
 * @param c channels
 * @param h rows
 * @param w columns
 */
public record Shape(int n, int c, int h, int w) {

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if an extent is below 1
   */
  public Shape {
    if (n < 1 || c < 1 || h < 1 || w < 1) {
      throw new IllegalArgumentException(
          "extents must be at least 1, got (%d,%d,%d,%d)".formatted(n, c, h, w));
    }
  }

  /** The shape of a single number. */
  public static Shape scalar() {
    return new Shape(1, 1, 1, 1);
  }

  /** Elements in the tensor: n*c*h*w. */
  public long count() {
    return (long) n * c * h * w;
  }

  /** Elements of one image: c*h*w. */
  public long imageCount() {
    return (long) c * h * w;
  }

  /** Elements of one channel of one image: h*w. */
  public long planeCount() {
    return (long) h * w;
  }

  /** The same extents with another number of channels. */
  public Shape withChannels(int channels) {
    return new Shape(n, channels, h, w);
  }

  /** Number of elements as an array length. */
  public int arrayLength() {
    return Math.toIntExact(count());
  }

  @Override
  public String toString() {
    return "(" + n + "," + c + "," + h + "," + w + ")";
  }
}
