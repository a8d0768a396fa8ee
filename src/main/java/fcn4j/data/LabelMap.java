package fcn4j.data;

/**
 * The class of every pixel of a picture.
 *
 * @param labels unsigned bytes in the order row, column; borrowed
 */
public record LabelMap(int height, int width, byte[] labels) {
  /** The label of pixels that count neither in the loss nor in a score. */
  public static final int IGNORE = 255;

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if an extent is below 1 or the array has not height*width
   *     bytes
   */
  public LabelMap {
    if (height < 1 || width < 1 || labels.length != (long) height * width) {
      throw new IllegalArgumentException(
          "a label map of %d rows and %d columns does not have %d bytes"
              .formatted(height, width, labels.length));
    }
  }

  /** One label, 0..255. */
  public int at(int row, int column) {
    return labels[row * width + column] & 0xff;
  }
}
