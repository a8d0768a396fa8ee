package fcn4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Places buffers that live at different times in one block of memory: two buffers share bytes only
 * if they never live at the same step.
 *
 * <p>Greedy by size, largest first, each at the lowest offset that is free during its life. Source
 * of the heuristic: Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference",
 * 2020.
 */
public final class MemoryPlan {

  /**
   * A buffer to place.
   *
   * @param name for messages
   * @param bytes its size
   * @param firstStep first step at which it holds something
   * @param lastStep last step at which it is read or written
   */
  public record Buffer(String name, long bytes, int firstStep, int lastStep) {
    boolean meets(Buffer other) {
      return firstStep <= other.lastStep && other.firstStep <= lastStep;
    }
  }

  private final long[] offsets;
  private final long totalBytes;

  private MemoryPlan(long[] offsets, long totalBytes) {
    this.offsets = offsets;
    this.totalBytes = totalBytes;
  }

  /** Places all buffers at multiples of the alignment. */
  public static MemoryPlan of(List<Buffer> buffers, long alignmentBytes) {
    long[] offsets = new long[buffers.size()];
    Integer[] order = new Integer[buffers.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.comparingLong((Integer i) -> -buffers.get(i).bytes()).thenComparingInt(i -> i));
    List<Integer> placed = new ArrayList<>();
    long total = 0;
    for (int index : order) {
      Buffer buffer = buffers.get(index);
      long offset = lowestFree(buffers, offsets, placed, buffer, alignmentBytes);
      offsets[index] = offset;
      // Kept in the order of their offsets, so that one pass finds the gaps.
      int at = 0;
      while (at < placed.size() && offsets[placed.get(at)] <= offset) {
        at++;
      }
      placed.add(at, index);
      total = Math.max(total, offset + align(buffer.bytes(), alignmentBytes));
    }
    return new MemoryPlan(offsets, total);
  }

  private static long lowestFree(
      List<Buffer> buffers,
      long[] offsets,
      List<Integer> placed,
      Buffer buffer,
      long alignmentBytes) {
    long offset = 0;
    for (int other : placed) {
      if (buffers.get(other).meets(buffer)) {
        if (offset + buffer.bytes() <= offsets[other]) {
          return offset;
        }
        long end = offsets[other] + buffers.get(other).bytes();
        offset = Math.max(offset, align(end, alignmentBytes));
      }
    }
    return offset;
  }

  private static long align(long bytes, long alignmentBytes) {
    return Math.ceilDiv(bytes, alignmentBytes) * alignmentBytes;
  }

  /** Where a buffer begins. */
  public long offsetBytes(int buffer) {
    return offsets[buffer];
  }

  /** Size of the block. */
  public long totalBytes() {
    return totalBytes;
  }
}
