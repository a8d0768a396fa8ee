package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import java.lang.foreign.MemorySegment;
import jcuda.driver.JCudaDriver;

/** Page-locked host memory, the only kind that asynchronous copies may use. Owned by its maker. */
public final class PinnedMemory implements Owned {
  private static final int PORTABLE = 1;

  private final Lifetime lifetime = new Lifetime("pinned memory");
  private final MemorySegment segment;

  /**
   * Allocates page-locked memory; the content is undefined.
   *
   * @param bytes how much, from 1 to 2^31 - 1
   * @throws CudaException if the host has not so much to lock
   */
  PinnedMemory(CudaStatus status, long bytes) {
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("pinned memory of " + bytes + " bytes: 1 to 2^31 - 1");
    }
    HostPointer pointer = new HostPointer();
    status.driver(
        JCudaDriver.cuMemHostAlloc(pointer, bytes, PORTABLE), "cuMemHostAlloc", "bytes", bytes);
    lifetime.onClose(() ->
        status.release(
            Library.DRIVER, JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost", "bytes", bytes));
    segment = MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
  }

  /**
   * The memory; borrowed, valid until {@link #close}.
   *
   * @throws IllegalStateException after close
   */
  public MemorySegment segment() {
    lifetime.requireOpen();
    return segment;
  }

  /** The size in bytes. */
  public long bytes() {
    return segment.byteSize();
  }

  /** A pointer to part of it, for copies. */
  HostPointer pointer(long offsetBytes, long bytes) {
    return new HostPointer(segment().asSlice(offsetBytes, bytes));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
