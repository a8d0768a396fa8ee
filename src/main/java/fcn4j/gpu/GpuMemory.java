package fcn4j.gpu;

import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Stream;
import fcn4j.op.Memory;
import java.lang.foreign.MemorySegment;

/** A block of device memory: owns its arena; copies go through pinned staging. */
final class GpuMemory implements Memory {
  private final DeviceArena arena;
  private final Stream stream;

  GpuMemory(DeviceArena arena, Stream stream) {
    this.arena = arena;
    this.stream = stream;
  }

  /**
   * The device address of a range.
   *
   * @throws IndexOutOfBoundsException if it does not lie inside
   */
  long address(long offsetBytes, long rangeBytes) {
    return arena.address(offsetBytes, rangeBytes);
  }

  @Override
  public long bytes() {
    return arena.bytes();
  }

  @Override
  public void writeFloats(long offsetBytes, float[] source, int from, int count) {
    arena.copyIn(offsetBytes, slice(MemorySegment.ofArray(source), from, count, Float.BYTES));
  }

  @Override
  public void readFloats(long offsetBytes, float[] target, int to, int count) {
    arena.copyOut(offsetBytes, slice(MemorySegment.ofArray(target), to, count, Float.BYTES));
  }

  @Override
  public void writeBytes(long offsetBytes, byte[] source, int from, int count) {
    arena.copyIn(offsetBytes, slice(MemorySegment.ofArray(source), from, count, 1));
  }

  @Override
  public void readBytes(long offsetBytes, byte[] target, int to, int count) {
    arena.copyOut(offsetBytes, slice(MemorySegment.ofArray(target), to, count, 1));
  }

  @Override
  public void readInts(long offsetBytes, int[] target, int to, int count) {
    arena.copyOut(offsetBytes, slice(MemorySegment.ofArray(target), to, count, Integer.BYTES));
  }

  private static MemorySegment slice(MemorySegment array, int first, int count, int elementBytes) {
    return array.asSlice((long) first * elementBytes, (long) count * elementBytes);
  }

  @Override
  public void zero(long offsetBytes, long bytes) {
    arena.enqueueFill(offsetBytes, bytes, (byte) 0, stream);
  }

  @Override
  public void close() {
    arena.close();
  }
}
