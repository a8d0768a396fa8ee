package fcn4j.weights;

import fcn4j.tensor.Background;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An array that a file holds as float32, little-endian: it can be read to where it is used without
 * a copy in between.
 *
 * @param origin what to call the file in messages
 * @param position of its first byte in the file
 */
record StoredFloats(String origin, WeightEntry entry, FileChannel channel, long position) {
  /** Bytes that are read at a time, and looked at while they are in the cache. */
  private static final int PIECE_BYTES = 1 << 22;

  /** Whether this machine's floats are the file's. */
  static boolean asInMemory() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Reads all, by two threads if it is large, and looks at every value.
   *
   * @param target memory outside the heap, as long as the array
   * @throws WeightFileException if a value is not finite, or the file can't be read
   */
  void readFinite(MemorySegment target) {
    AtomicLong next = new AtomicLong();
    if (target.byteSize() <= PIECE_BYTES) {
      drain(next, target);
      return;
    }
    try (ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("fcn4j-weights").factory())) {
      Future<?> other = thread.submit(() -> drain(next, target));
      try {
        drain(next, target);
      } finally {
        // Nothing is left to begin once one of the two has failed.
        next.set(target.byteSize());
        Background.await(other, "reading weights");
      }
    }
  }

  private void drain(AtomicLong next, MemorySegment target) {
    long total = target.byteSize();
    for (long at = next.getAndAdd(PIECE_BYTES); at < total; at = next.getAndAdd(PIECE_BYTES)) {
      MemorySegment piece = target.asSlice(at, Math.min(PIECE_BYTES, total - at));
      read(position + at, piece.asByteBuffer());
      FiniteValues.require(origin, entry, at / Float.BYTES, piece);
    }
  }

  private void read(long from, ByteBuffer piece) {
    try {
      while (piece.hasRemaining()) {
        if (channel.read(piece, from + piece.position()) < 0) {
          throw new WeightFileException(
              "%s has become shorter while it was read; try again once it is written"
                  .formatted(origin));
        }
      }
    } catch (IOException e) {
      throw new WeightFileException(
          "cannot read %s: %s; check the disk it is on".formatted(origin, AtomicFile.reason(e)), e);
    }
  }
}
