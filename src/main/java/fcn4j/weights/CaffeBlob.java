package fcn4j.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Where one array of a Caffe file lies.
 *
 * @param dims extents, as the file has them
 * @param legacy whether they are num, channels, height and width
 * @param runs where the values lie, in order
 */
record CaffeBlob(List<Integer> dims, boolean legacy, List<Run> runs) {
  /**
   * Values at equal distances.
   *
   * @param begin byte of the first value
   * @param strideBytes from one value to the next: the value's size if packed, one more if each
   *     carries its tag
   * @param doubles whether the values are float64, else float32
   */
  record Run(long begin, int strideBytes, boolean doubles, long count) {
    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
        ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    void read(MemorySegment file, long first, float[] target, int offset, int count) {
      long from = begin + first * strideBytes;
      if (!doubles && strideBytes == Float.BYTES) {
        MemorySegment.copy(file, FLOAT, from, target, offset, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        long at = from + (long) i * strideBytes;
        target[offset + i] = doubles ? (float) file.get(DOUBLE, at) : file.get(FLOAT, at);
      }
    }
  }

  /** How the values are stored. */
  String storedType() {
    return !runs.isEmpty() && runs.getFirst().doubles() ? "float64" : "float32";
  }

  /** Copies a stretch of the values. */
  void read(MemorySegment file, long first, float[] target, int offset, int count) {
    long skip = first;
    int done = 0;
    for (Run run : runs) {
      if (done == count) {
        return;
      }
      if (skip < run.count()) {
        int part = (int) Math.min(count - done, run.count() - skip);
        run.read(file, skip, target, offset + done, part);
        done += part;
      }
      skip = Math.max(0, skip - run.count());
    }
  }
}
