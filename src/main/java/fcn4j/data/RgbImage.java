package fcn4j.data;

/**
 * A colour picture in memory.
 *
 * @param rgb unsigned bytes in the order row, column, channel (red, green, blue); borrowed
 */
public record RgbImage(int height, int width, byte[] rgb) {
  /** Bytes a pixel. */
  public static final int CHANNELS = 3;

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if an extent is below 1 or the array has not height*width*3
   *     bytes
   */
  public RgbImage {
    if (height < 1 || width < 1 || rgb.length != (long) height * width * CHANNELS) {
      throw new IllegalArgumentException(
          "a picture of %d rows and %d columns does not have %d bytes"
              .formatted(height, width, rgb.length));
    }
  }

  /** One colour value, 0..255; channel 0 is red. */
  public int at(int row, int column, int channel) {
    return rgb[(row * width + column) * CHANNELS + channel] & 0xff;
  }
}
