package fcn4j.op;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A block of {@link HostStorage}. */
final class HostMemory implements Memory {
  /** Every type's elements may begin there. */
  static final long ALIGNMENT_BYTES = 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;

  /**
   * Allocates it, filled with zeros.
   *
   * @throws IllegalStateException if the system has not that much memory
   */
  HostMemory(String purpose, long bytes) {
    try {
      segment = arena.allocate(bytes, ALIGNMENT_BYTES);
    } catch (OutOfMemoryError e) {
      arena.close();
      throw new IllegalStateException(
          "%s need %d MiB, which there are not: %s".formatted(purpose, bytes >> 20, e.getMessage()),
          e);
    }
  }

  @Override
  public long bytes() {
    return segment.byteSize();
  }

  @Override
  public void writeFloats(long offsetBytes, float[] source, int from, int count) {
    MemorySegment.copy(source, from, segment, ValueLayout.JAVA_FLOAT, offsetBytes, count);
  }

  @Override
  public void readFloats(long offsetBytes, float[] target, int to, int count) {
    MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, offsetBytes, target, to, count);
  }

  @Override
  public void writeBytes(long offsetBytes, byte[] source, int from, int count) {
    MemorySegment.copy(source, from, segment, ValueLayout.JAVA_BYTE, offsetBytes, count);
  }

  @Override
  public void readBytes(long offsetBytes, byte[] target, int to, int count) {
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offsetBytes, target, to, count);
  }

  @Override
  public void readInts(long offsetBytes, int[] target, int to, int count) {
    MemorySegment.copy(segment, ValueLayout.JAVA_INT, offsetBytes, target, to, count);
  }

  @Override
  public MemorySegment place(long offsetBytes, long count) {
    return segment.asSlice(offsetBytes, count * Float.BYTES);
  }

  @Override
  public void zero(long offsetBytes, long bytes) {
    segment.asSlice(offsetBytes, bytes).fill((byte) 0);
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
