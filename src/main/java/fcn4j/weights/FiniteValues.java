package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Refuses weights that would spoil a net: not-a-numbers and infinities. */
public final class FiniteValues {
  private static final int CHUNK_FLOATS = 1 << 12;

  private FiniteValues() {}

  /**
   * Looks at every stretch of an array before it is handed on, so that an array is read once.
   *
   * @param origin what to call its file in messages
   * @return throws {@link WeightFileException} at the first stretch with a value that is not
   *     finite; the message says where
   */
  public static ArrayReader.Piece checked(
      String origin, WeightEntry entry, ArrayReader.Piece piece) {
    return (first, values, count) -> {
      if (!Float.isFinite(largest(values, count))) {
        throw new WeightFileException(message(origin, entry, first, values));
      }
      piece.take(first, values, count);
    };
  }

  /**
   * Reads an array once.
   *
   * @param origin what to call its file in messages
   * @throws WeightFileException if a value is not finite; the message says where
   */
  public static void require(String origin, WeightEntry entry, ArrayReader reader) {
    reader.forEachPiece(entry, checked(origin, entry, (first, values, count) -> {}));
  }

  /**
   * Looks at a stretch of an array that is in memory.
   *
   * @param origin what to call its file in messages
   * @param first index of the stretch's first value in the array
   * @throws WeightFileException if a value is not finite; the message says where
   */
  static void require(String origin, WeightEntry entry, long first, MemorySegment floats) {
    float[] values = new float[CHUNK_FLOATS];
    long total = floats.byteSize() / Float.BYTES;
    for (long done = 0; done < total; done += CHUNK_FLOATS) {
      int count = (int) Math.min(CHUNK_FLOATS, total - done);
      MemorySegment.copy(
          floats, ValueLayout.JAVA_FLOAT_UNALIGNED, done * Float.BYTES, values, 0, count);
      if (!Float.isFinite(largest(values, count))) {
        throw new WeightFileException(message(origin, entry, first + done, values));
      }
    }
  }

  /** Not a number if any value is not; a loop without branches, half a billion bytes go by here. */
  private static float largest(float[] values, int count) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  private static String message(String origin, WeightEntry entry, long first, float[] values) {
    int bad = 0;
    while (Float.isFinite(values[bad])) {
      bad++;
    }
    return "%s: value %d of %s is %s; the run that wrote it has diverged, take an earlier file"
        .formatted(origin, first + bad, entry, values[bad]);
  }
}
