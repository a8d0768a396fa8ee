package fcn4j.onednn;

import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;

/** Element-wise work in pieces that fit the first-level cache. */
final class Chunks {
  /** Floats of a piece. */
  static final int FLOATS = 1 << 12;

  private Chunks() {}

  /** Something done with {@code count} floats from a byte on. */
  @FunctionalInterface
  interface Chunk {
    void run(long atBytes, int count, FloatScratch scratch);
  }

  /** Cuts a tensor and does the pieces on all threads. */
  static void run(Workers<FloatScratch> workers, MemorySegment tensor, Chunk chunk) {
    long floats = tensor.byteSize() / Float.BYTES;
    workers.run(
        Math.toIntExact(Math.ceilDiv(floats, FLOATS)),
        (index, scratch) -> {
          long first = (long) index * FLOATS;
          chunk.run(first * Float.BYTES, (int) Math.min(FLOATS, floats - first), scratch);
        });
  }
}
