package fcn4j.reference;

import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as the loops see it: borrowed doubles from an index on.
 *
 * @param data the block that it lies in
 * @param at index of its first element
 * @param shape its extents
 */
record Slice(double[] data, int at, Shape shape) {

  /**
   * The tensor behind a view.
   *
   * @throws IllegalArgumentException if there is none, it belongs to another backend, or it reaches
   *     beyond its memory
   */
  static Slice of(@Nullable View view) {
    if (view == null) {
      throw new IllegalArgumentException("a tensor that the operation needs was not given");
    }
    if (!(view.memory() instanceof ReferenceMemory memory)) {
      throw new IllegalArgumentException("a tensor lies in another backend's memory");
    }
    int at = ReferenceMemory.index(view.offsetBytes());
    double[] data = memory.array();
    if (at + view.shape().count() > data.length) {
      throw new IllegalArgumentException(
          "a tensor %s at element %d reaches beyond its memory of %d elements"
              .formatted(view.shape(), at, data.length));
    }
    return new Slice(data, at, view.shape());
  }

  /** The doubles in raw memory (saved, workspace), whose view counts bytes. */
  static Slice raw(@Nullable View view, Shape shape) {
    return of(view == null ? null : Parts.view(view, 0, shape, ElementType.FLOAT32));
  }

  /** Number of elements. */
  int count() {
    return shape.arrayLength();
  }

  /** Elements of one channel of one image. */
  int plane() {
    return Math.multiplyExact(shape.h(), shape.w());
  }

  /** Index of the first element of a channel of an image. */
  int plane(int n, int c) {
    return at + (n * shape.c() + c) * plane();
  }

  /** Sets all elements to zero. */
  void clear() {
    Arrays.fill(data, at, at + count(), 0);
  }
}
