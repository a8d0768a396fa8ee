package fcn4j.gpu;

import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Gpu;
import fcn4j.cuda.Lifetime;
import fcn4j.cuda.Stream;
import fcn4j.op.LabelException;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * One 64-bit flag for each bound operation that reads labels, on the device: all ones, or the
 * smallest {@code pixel << 8 | label} of the labels that are neither a class nor to be ignored.
 *
 * <p>They lie outside the plan's memory, which is used anew before the host looks.
 */
final class LabelFlags {
  private static final int FLAGS = 4096;

  private final DeviceArena arena;
  private final Stream stream;
  private final BitSet taken = new BitSet(FLAGS);

  LabelFlags(Gpu gpu, Lifetime lifetime) {
    arena = lifetime.own(gpu.arena("label flags", (long) FLAGS * Long.BYTES));
    stream = gpu.computeStream();
  }

  /** A flag, taken until its owner closes it. */
  Flag take() {
    int slot = taken.nextClearBit(0);
    if (slot >= FLAGS) {
      throw new IllegalStateException(
          "%d operations that read labels are bound; close plans that are not used"
              .formatted(FLAGS));
    }
    Flag flag = new Flag(slot);
    flag.clear();
    taken.set(slot);
    return flag;
  }

  /** One operation's flag. */
  final class Flag implements AutoCloseable {
    private final long offsetBytes;
    private boolean closed;

    private Flag(int slot) {
      this.offsetBytes = (long) slot * Long.BYTES;
    }

    private void clear() {
      arena.enqueueFill(offsetBytes, Long.BYTES, (byte) -1, stream);
    }

    long address() {
      return arena.address(offsetBytes, Long.BYTES);
    }

    /**
     * Looks at the flag; waits.
     *
     * @throws LabelException if a label was wrong since the last look
     */
    void verify(Shape labels, int classes) {
      long[] value = new long[1];
      arena.copyOut(offsetBytes, MemorySegment.ofArray(value));
      if (value[0] != -1L) {
        clear();
        long pixel = value[0] >>> 8;
        long inImage = pixel % labels.planeCount();
        throw LabelException.at(
            (int) (value[0] & 0xff),
            (int) (pixel / labels.planeCount()),
            (int) (inImage / labels.w()),
            (int) (inImage % labels.w()),
            classes);
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        taken.clear((int) (offsetBytes / Long.BYTES));
      }
    }
  }
}
