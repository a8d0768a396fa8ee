package fcn4j.op;

/**
 * A block of a backend's memory, owned by whoever allocated it. Addresses are byte offsets; how
 * many bytes an element takes is the backend's affair ({@link Backend#bytes}).
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

  /** Writes {@code count} UINT8 elements. */
  void writeBytes(long offsetBytes, byte[] source, int from, int count);

  /** Reads {@code count} UINT8 elements. */
  void readBytes(long offsetBytes, byte[] target, int to, int count);

  /** Reads {@code count} INT32 elements. */
  void readInts(long offsetBytes, int[] target, int to, int count);

  /** Sets bytes to zero; enqueues. */
  void zero(long offsetBytes, long bytes);

  /** Frees the memory; later calls do nothing. */
  @Override
  void close();
}
