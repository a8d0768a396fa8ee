package fcn4j.onednn;

import fcn4j.op.Memory;
import fcn4j.op.Occupancy;
import fcn4j.op.View;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A block outside Java's heap. FLOAT32 tensors lie in it channels last; parameters, bytes and whole
 * numbers as they are given.
 */
final class OnednnMemory implements Memory {
  /** What starts of blocks and of tensors are multiples of: a cache line. */
  static final long ALIGNMENT_BYTES = 64;

  private final String purpose;
  private final MemorySegment segment;
  private final Occupancy occupancy;
  private @Nullable Pointer block;
  private long version;
  private boolean untouched = true;
  private final Map<PackedKey, PackedCopy> packedCopies = new HashMap<>();

  /**
   * @param occupancy where it is counted while it is open
   * @throws IllegalStateException if the system has not that much memory
   */
  OnednnMemory(String purpose, long bytes, Occupancy occupancy) {
    this.purpose = purpose;
    this.occupancy = occupancy;
    // The system gives pages of zeros when they are first touched, so that zeros cost nothing.
    Pointer allocated = Pointer.calloc(1, bytes + ALIGNMENT_BYTES);
    if (allocated == null || allocated.isNull()) {
      throw new IllegalStateException(
          "%s need %d MiB, which the system does not give; use smaller images or batches"
              .formatted(purpose, bytes >> 20));
    }
    block = allocated;
    HugePages.advise(allocated.address(), bytes + ALIGNMENT_BYTES);
    long start = Math.ceilDiv(allocated.address(), ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    segment = MemorySegment.ofAddress(start).reinterpret(bytes);
    occupancy.take(bytes);
  }

  /** The next place where a tensor may begin. */
  static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  }

  /** Memory at an address inside a block. */
  static MemorySegment segment(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  /**
   * Where the packed copy of parameters is; it is made when it is first asked for and again when
   * values have changed, and freed with this memory.
   *
   * @param packing the form; equal forms of the same parameters share a copy
   */
  long packed(long offsetBytes, Packing packing) {
    PackedCopy copy =
        packedCopies.computeIfAbsent(
            new PackedKey(offsetBytes, packing), _ -> new PackedCopy(purpose, packing, occupancy));
    return copy.fresh(segment().address() + offsetBytes, version);
  }

  private record PackedKey(long offsetBytes, Packing packing) {}

  /** The block behind a view. */
  static OnednnMemory of(View view) {
    return (OnednnMemory) view.memory();
  }

  /** A view's elements; the segment ends with them. */
  static MemorySegment elements(View view) {
    long bytes = OnednnBackend.elementBytes(view.type()) * view.shape().count();
    return of(view).segment().asSlice(view.offsetBytes(), bytes);
  }

  /** The address of a view's first element. */
  static long address(View view) {
    OnednnMemory memory = of(view);
    return memory.segment().address() + view.offsetBytes();
  }

  /**
   * The whole block.
   *
   * @throws IllegalStateException if the memory was closed
   */
  MemorySegment segment() {
    if (block == null) {
      throw new IllegalStateException("memory for " + purpose + " is used after it was closed");
    }
    untouched = false;
    return segment;
  }

  /** Changes whenever values are written from outside or updated; what is packed of it is stale. */
  long version() {
    return version;
  }

  /** Notes that values have changed. */
  void changed() {
    version++;
  }

  @Override
  public long bytes() {
    return segment.byteSize();
  }

  @Override
  public void writeFloats(long offsetBytes, float[] source, int from, int count) {
    changed();
    MemorySegment.copy(source, from, segment(), ValueLayout.JAVA_FLOAT, offsetBytes, count);
  }

  @Override
  public void readFloats(long offsetBytes, float[] target, int to, int count) {
    MemorySegment.copy(segment(), ValueLayout.JAVA_FLOAT, offsetBytes, target, to, count);
  }

  @Override
  public void writeTensor(long offsetBytes, Shape shape, float[] source) {
    changed();
    MemorySegment target = segment().asSlice(offsetBytes, Float.BYTES * shape.count());
    float[] row = new float[shape.w() * shape.c()];
    for (int n = 0; n < shape.n(); n++) {
      for (int h = 0; h < shape.h(); h++) {
        for (int c = 0; c < shape.c(); c++) {
          int from = ((n * shape.c() + c) * shape.h() + h) * shape.w();
          for (int w = 0; w < shape.w(); w++) {
            row[w * shape.c() + c] = source[from + w];
          }
        }
        long at = ((long) n * shape.h() + h) * row.length * Float.BYTES;
        MemorySegment.copy(row, 0, target, ValueLayout.JAVA_FLOAT, at, row.length);
      }
    }
  }

  @Override
  public void readTensor(long offsetBytes, Shape shape, float[] target) {
    MemorySegment source = segment().asSlice(offsetBytes, Float.BYTES * shape.count());
    float[] row = new float[shape.w() * shape.c()];
    for (int n = 0; n < shape.n(); n++) {
      for (int h = 0; h < shape.h(); h++) {
        long at = ((long) n * shape.h() + h) * row.length * Float.BYTES;
        MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, at, row, 0, row.length);
        for (int c = 0; c < shape.c(); c++) {
          int to = ((n * shape.c() + c) * shape.h() + h) * shape.w();
          for (int w = 0; w < shape.w(); w++) {
            target[to + w] = row[w * shape.c() + c];
          }
        }
      }
    }
  }

  @Override
  public void writeBytes(long offsetBytes, byte[] source, int from, int count) {
    changed();
    MemorySegment.copy(source, from, segment(), ValueLayout.JAVA_BYTE, offsetBytes, count);
  }

  @Override
  public void readBytes(long offsetBytes, byte[] target, int to, int count) {
    MemorySegment.copy(segment(), ValueLayout.JAVA_BYTE, offsetBytes, target, to, count);
  }

  @Override
  public void readInts(long offsetBytes, int[] target, int to, int count) {
    MemorySegment.copy(segment(), ValueLayout.JAVA_INT, offsetBytes, target, to, count);
  }

  @Override
  public MemorySegment place(long offsetBytes, long count) {
    changed();
    return segment().asSlice(offsetBytes, count * Float.BYTES);
  }

  @Override
  public void zero(long offsetBytes, long bytes) {
    changed();
    if (!untouched) {
      segment().asSlice(offsetBytes, bytes).fill((byte) 0);
    }
  }

  @Override
  public void close() {
    packedCopies.values().forEach(PackedCopy::close);
    packedCopies.clear();
    Pointer owned = block;
    block = null;
    if (owned != null) {
      Pointer.free(owned);
      occupancy.give(bytes());
    }
  }
}
