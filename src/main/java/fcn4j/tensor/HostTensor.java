package fcn4j.tensor;

import java.util.Arrays;

/** A float tensor in Java memory; it borrows the array that it is made with. */
public final class HostTensor {
  private final Shape shape;
  private final float[] data;

  /**
   * Wraps an array.
   *
   * @param data row-major values in the order n, c, h, w; borrowed, not copied
   * @throws IllegalArgumentException if the array's length is not the shape's count
   */
  public HostTensor(Shape shape, float[] data) {
    if (data.length != shape.count()) {
      throw new IllegalArgumentException(
          "a tensor of shape %s needs %d values, got %d"
              .formatted(shape, shape.count(), data.length));
    }
    this.shape = shape;
    this.data = data;
  }

  /** A tensor of zeros. */
  public static HostTensor zeros(Shape shape) {
    return new HostTensor(shape, new float[shape.arrayLength()]);
  }

  /** A tensor of one value throughout. */
  public static HostTensor filled(Shape shape, float value) {
    HostTensor tensor = zeros(shape);
    Arrays.fill(tensor.data, value);
    return tensor;
  }

  /** The extents. */
  public Shape shape() {
    return shape;
  }

  /** The values themselves, not a copy. */
  public float[] data() {
    return data;
  }

  /** The value at one position. */
  public float at(int n, int c, int h, int w) {
    return data[((n * shape.c() + c) * shape.h() + h) * shape.w() + w];
  }

  @Override
  public String toString() {
    return "HostTensor" + shape;
  }
}
