package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import java.lang.foreign.MemorySegment;
import jcuda.driver.JCudaDriver;

/**
 * One allocation of device memory, handed out as bounds-checked addresses; the only thing that
 * allocates on the device. Made by {@link Gpu#arena}, owned by the caller.
 *
 * <p>The first address is aligned to 256 bytes at least. The content is undefined at first. Copies
 * of Java memory ({@link #copyIn}, {@link #copyOut}) go through pinned staging on the compute
 * stream; copying out waits, everything else enqueues.
 */
public final class DeviceArena implements Owned {
  private final Gpu gpu;
  private final String name;
  private final long bytes;
  private final DevicePointer base = new DevicePointer();
  private final Lifetime lifetime;

  DeviceArena(Gpu gpu, String name, long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("arena " + name + " of " + bytes + " bytes");
    }
    this.gpu = gpu;
    this.name = name;
    this.bytes = bytes;
    this.lifetime = new Lifetime("arena " + name);
    CudaStatus status = gpu.status();
    try {
      status.driver(
          JCudaDriver.cuMemAlloc(base, bytes), "cuMemAlloc", "arena", name, "bytes", bytes);
    } catch (CudaException failure) {
      throw failure.isOutOfMemory() ? failure.add(gpu.arenas().outOfMemory(name, bytes)) : failure;
    }
    lifetime.onClose(() ->
        status.release(Library.DRIVER, JCudaDriver.cuMemFree(base), "cuMemFree", "arena", name));
    gpu.arenas().add(this);
    lifetime.onClose(() -> gpu.arenas().remove(this));
  }

  /** The name given at creation, for messages. */
  public String name() {
    return name;
  }

  /** The size in bytes. */
  public long bytes() {
    return bytes;
  }

  /**
   * The device address of a range of this arena.
   *
   * @throws IndexOutOfBoundsException if the range does not lie inside
   * @throws IllegalStateException after close
   */
  public long address(long offsetBytes, long rangeBytes) {
    lifetime.requireOpen();
    if (offsetBytes < 0 || rangeBytes < 0 || offsetBytes > bytes - rangeBytes) {
      throw new IndexOutOfBoundsException(
          "arena %s has %d bytes; asked for %d at offset %d"
              .formatted(name, bytes, rangeBytes, offsetBytes));
    }
    return base.address() + offsetBytes;
  }

  /**
   * Copies host memory to the device, ordered after earlier and before later work of the compute
   * stream; returns when the host memory may be reused.
   *
   * @param host on or off the Java heap, borrowed
   * @throws IndexOutOfBoundsException if it does not fit at the offset
   * @throws CudaException if the copy fails
   */
  public void copyIn(long offsetBytes, MemorySegment host) {
    address(offsetBytes, host.byteSize());
    gpu.staging().toDevice(this, offsetBytes, host);
  }

  /** Copies floats to the device; see {@link #copyIn(long, MemorySegment)}. */
  public void copyIn(long offsetBytes, float[] host) {
    copyIn(offsetBytes, MemorySegment.ofArray(host));
  }

  /**
   * Copies device memory to the host after all earlier work of the compute stream; returns when the
   * host memory is filled.
   *
   * @param host on or off the Java heap, borrowed
   * @throws IndexOutOfBoundsException if the device range does not lie inside
   * @throws CudaException if the copy or earlier work fails
   */
  public void copyOut(long offsetBytes, MemorySegment host) {
    address(offsetBytes, host.byteSize());
    gpu.staging().toHost(this, offsetBytes, host);
  }

  /** Copies floats from the device; see {@link #copyOut(long, MemorySegment)}. */
  public void copyOut(long offsetBytes, float[] host) {
    copyOut(offsetBytes, MemorySegment.ofArray(host));
  }

  /**
   * Enqueues a copy from pinned memory, which must stay unchanged until the stream has done it.
   *
   * @throws IndexOutOfBoundsException if either range does not lie inside its memory
   * @throws CudaException if the driver refuses
   */
  public void enqueueIn(
      long offsetBytes, PinnedMemory source, long sourceOffsetBytes, long count, Stream stream) {
    gpu.status()
        .driver(
            JCudaDriver.cuMemcpyHtoDAsync(
                new DevicePointer(address(offsetBytes, count)),
                source.pointer(sourceOffsetBytes, count),
                count,
                stream.handle()),
            "cuMemcpyHtoDAsync",
            "arena",
            name,
            "offset",
            offsetBytes,
            "bytes",
            count);
  }

  /**
   * Enqueues a copy to pinned memory, which may be read once the stream has done it.
   *
   * @throws IndexOutOfBoundsException if either range does not lie inside its memory
   * @throws CudaException if the driver refuses
   */
  public void enqueueOut(
      long offsetBytes, PinnedMemory target, long targetOffsetBytes, long count, Stream stream) {
    gpu.status()
        .driver(
            JCudaDriver.cuMemcpyDtoHAsync(
                target.pointer(targetOffsetBytes, count),
                new DevicePointer(address(offsetBytes, count)),
                count,
                stream.handle()),
            "cuMemcpyDtoHAsync",
            "arena",
            name,
            "offset",
            offsetBytes,
            "bytes",
            count);
  }

  /**
   * Enqueues a copy from a range of an arena of the same GPU to a range of this one.
   *
   * @throws IndexOutOfBoundsException if either range does not lie inside its arena
   * @throws CudaException if the driver refuses
   */
  public void enqueueCopy(
      long offsetBytes, DeviceArena source, long sourceOffsetBytes, long count, Stream stream) {
    gpu.status()
        .driver(
            JCudaDriver.cuMemcpyDtoDAsync(
                new DevicePointer(address(offsetBytes, count)),
                new DevicePointer(source.address(sourceOffsetBytes, count)),
                count,
                stream.handle()),
            "cuMemcpyDtoDAsync",
            "arena",
            name,
            "offset",
            offsetBytes,
            "bytes",
            count);
  }

  /**
   * Enqueues filling a range with one byte value.
   *
   * @throws IndexOutOfBoundsException if the range does not lie inside
   * @throws CudaException if the driver refuses
   */
  public void enqueueFill(long offsetBytes, long count, byte value, Stream stream) {
    DevicePointer target = new DevicePointer(address(offsetBytes, count));
    if (count == 0) {
      return;
    }
    gpu.status()
        .driver(
            JCudaDriver.cuMemsetD8Async(target, value, count, stream.handle()),
            "cuMemsetD8Async",
            "arena",
            name,
            "offset",
            offsetBytes,
            "bytes",
            count);
  }

  /** Frees the memory; work still enqueued on it must be done. */
  @Override
  public void close() {
    lifetime.close();
  }
}
