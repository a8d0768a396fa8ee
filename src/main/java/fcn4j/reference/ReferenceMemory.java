package fcn4j.reference;

import fcn4j.op.Memory;
import fcn4j.op.Occupancy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of doubles; an element of any type takes one of them, bytes and counts as whole numbers.
 */
public final class ReferenceMemory implements Memory {
  private final String purpose;
  private final long bytes;
  private final Occupancy occupancy;
  private double @Nullable [] data;

  /**
   * @param occupancy where it is counted while it is open
   */
  ReferenceMemory(String purpose, double[] data, Occupancy occupancy) {
    this.purpose = purpose;
    this.bytes = (long) data.length * Double.BYTES;
    this.data = data;
    this.occupancy = occupancy;
    occupancy.take(bytes);
  }

  /**
   * The elements themselves, not a copy: element i is the one at byte 8*i.
   *
   * @throws IllegalStateException if the memory was closed
   */
  public double[] array() {
    double[] array = data;
    if (array == null) {
      throw new IllegalStateException("memory for " + purpose + " is used after it was closed");
    }
    return array;
  }

  /**
   * The index of the element at a byte offset.
   *
   * @throws IllegalArgumentException if the offset is no multiple of 8
   */
  static int index(long offsetBytes) {
    if (offsetBytes % Double.BYTES != 0) {
      throw new IllegalArgumentException(
          "offset " + offsetBytes + " is not a multiple of " + Double.BYTES);
    }
    return Math.toIntExact(offsetBytes / Double.BYTES);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void writeFloats(long offsetBytes, float[] source, int from, int count) {
    double[] array = array();
    int at = index(offsetBytes);
    for (int i = 0; i < count; i++) {
      array[at + i] = source[from + i];
    }
  }

  @Override
  public void readFloats(long offsetBytes, float[] target, int to, int count) {
    double[] array = array();
    int at = index(offsetBytes);
    for (int i = 0; i < count; i++) {
      target[to + i] = (float) array[at + i];
    }
  }

  @Override
  public void writeBytes(long offsetBytes, byte[] source, int from, int count) {
    double[] array = array();
    int at = index(offsetBytes);
    for (int i = 0; i < count; i++) {
      array[at + i] = source[from + i] & 0xff;
    }
  }

  @Override
  public void readBytes(long offsetBytes, byte[] target, int to, int count) {
    double[] array = array();
    int at = index(offsetBytes);
    for (int i = 0; i < count; i++) {
      target[to + i] = (byte) (int) array[at + i];
    }
  }

  @Override
  public void readInts(long offsetBytes, int[] target, int to, int count) {
    double[] array = array();
    int at = index(offsetBytes);
    for (int i = 0; i < count; i++) {
      target[to + i] = (int) array[at + i];
    }
  }

  @Override
  public void zero(long offsetBytes, long bytes) {
    int at = index(offsetBytes);
    Arrays.fill(array(), at, at + index(bytes), 0);
  }

  @Override
  public void close() {
    if (data != null) {
      occupancy.give(bytes);
    }
    data = null;
  }
}
