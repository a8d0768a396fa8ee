package fcn4j.tensor;

import java.util.Arrays;

/** A tensor of unsigned bytes in Java memory (label maps, masks, images); it borrows its array. */
public final class ByteTensor {
  private final Shape shape;
  private final byte[] data;

  /**
   * Wraps an array.
   *
   * @param data row-major values in the order n, c, h, w, read as unsigned; borrowed, not copied
   * @throws IllegalArgumentException if the array's length is not the shape's count
   */
  public ByteTensor(Shape shape, byte[] data) {
    if (data.length != shape.count()) {
      throw new IllegalArgumentException(
          "a tensor of shape %s needs %d values, got %d"
              .formatted(shape, shape.count(), data.length));
    }
    this.shape = shape;
    this.data = data;
  }

  /** A tensor of one value (0..255) throughout. */
  public static ByteTensor filled(Shape shape, int value) {
    byte[] data = new byte[shape.arrayLength()];
    Arrays.fill(data, (byte) value);
    return new ByteTensor(shape, data);
  }

  /** The extents. */
  public Shape shape() {
    return shape;
  }

  /** The values themselves, not a copy. */
  public byte[] data() {
    return data;
  }

  /** The value at one position, 0..255. */
  public int at(int n, int c, int h, int w) {
    return data[((n * shape.c() + c) * shape.h() + h) * shape.w() + w] & 0xff;
  }

  @Override
  public String toString() {
    return "ByteTensor" + shape;
  }
}
