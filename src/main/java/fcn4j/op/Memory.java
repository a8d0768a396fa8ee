package fcn4j.op;

import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A block of a backend's memory, owned by whoever allocated it. Addresses are byte offsets; how
 * many bytes an element takes is the backend's affair ({@link Backend#bytes}).
 *
 * <p>A FLOAT32 tensor may be kept in another order than n, c, h, w: {@link #writeTensor} and {@link
 * #readTensor} take the order n, c, h, w to the backend's and back, the other copies don't. Bytes
 * and whole numbers, and tensors with one channel or one pixel, are kept as they are given.
 *
 * <p>The copies wait: on return the host array may be reused or read. They come after all work that
 * was enqueued before them.
 */
public interface Memory extends AutoCloseable {

  /** Size in bytes. */
  long bytes();

  /** Writes {@code count} FLOAT32 elements from {@code source[from]} on. */
  void writeFloats(long offsetBytes, float[] source, int from, int count);

  /** Reads {@code count} FLOAT32 elements into {@code target[to]} on. */
  void readFloats(long offsetBytes, float[] target, int to, int count);

  /** Writes a FLOAT32 tensor whose elements are given in the order n, c, h, w. */
  default void writeTensor(long offsetBytes, Shape shape, float[] source) {
    writeFloats(offsetBytes, source, 0, shape.arrayLength());
  }

  /** Reads a FLOAT32 tensor; its elements come in the order n, c, h, w. */
  default void readTensor(long offsetBytes, Shape shape, float[] target) {
    readFloats(offsetBytes, target, 0, shape.arrayLength());
  }

  /** Writes {@code count} UINT8 elements. */
  void writeBytes(long offsetBytes, byte[] source, int from, int count);

  /** Reads {@code count} UINT8 elements. */
  void readBytes(long offsetBytes, byte[] target, int to, int count);

  /** Reads {@code count} INT32 elements. */
  void readInts(long offsetBytes, int[] target, int to, int count);

  /**
   * The place of {@code count} FLOAT32 elements, to be written without a copy, in their order and
   * this machine's form, where they lie in such memory of the machine's own; else null. What is
   * written must be written before anything is computed from it, and after this call.
   */
  default @Nullable MemorySegment place(long offsetBytes, long count) {
    return null;
  }

  /** Sets bytes to zero; enqueues. */
  void zero(long offsetBytes, long bytes);

  /** Frees the memory; later calls do nothing. */
  @Override
  void close();
}
