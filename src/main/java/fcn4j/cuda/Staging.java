package fcn4j.cuda;

import java.lang.foreign.MemorySegment;

/**
 * Two pinned buffers through which Java memory goes to the device and back, one filling while the
 * other is under way.
 */
final class Staging implements Owned {
  /** Bytes of one buffer. */
  static final int CHUNK_BYTES = 4 << 20;

  private final Stream stream;
  private final PinnedMemory[] buffers = new PinnedMemory[2];
  private final Event[] done = new Event[2];
  private final boolean[] inUse = new boolean[2];
  private final Lifetime lifetime = new Lifetime("staging");

  Staging(CudaStatus status, Stream stream) {
    this.stream = stream;
    try {
      for (int i = 0; i < 2; i++) {
        buffers[i] = lifetime.own(new PinnedMemory(status, CHUNK_BYTES));
        done[i] = lifetime.own(new Event(status, false));
      }
    } catch (RuntimeException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** Returns when {@code host} may be reused; the copy itself is only enqueued. */
  void toDevice(DeviceArena arena, long offsetBytes, MemorySegment host) {
    long chunk = 0;
    for (long at = 0; at < host.byteSize(); at += CHUNK_BYTES, chunk++) {
      int turn = (int) (chunk & 1);
      long count = Math.min(CHUNK_BYTES, host.byteSize() - at);
      if (inUse[turn]) {
        done[turn].synchronize();
      }
      MemorySegment.copy(host, at, buffers[turn].segment(), 0, count);
      arena.enqueueIn(offsetBytes + at, buffers[turn], 0, count, stream);
      stream.record(done[turn]);
      inUse[turn] = true;
    }
  }

  /** Returns when {@code host} is filled. */
  void toHost(DeviceArena arena, long offsetBytes, MemorySegment host) {
    long chunks = (host.byteSize() + CHUNK_BYTES - 1) / CHUNK_BYTES;
    for (long chunk = 0; chunk <= chunks; chunk++) {
      if (chunk < chunks) {
        int turn = (int) (chunk & 1);
        long at = chunk * CHUNK_BYTES;
        long count = Math.min(CHUNK_BYTES, host.byteSize() - at);
        arena.enqueueOut(offsetBytes + at, buffers[turn], 0, count, stream);
        stream.record(done[turn]);
      }
      if (chunk > 0) {
        int turn = (int) ((chunk - 1) & 1);
        long at = (chunk - 1) * CHUNK_BYTES;
        done[turn].synchronize();
        long count = Math.min(CHUNK_BYTES, host.byteSize() - at);
        MemorySegment.copy(buffers[turn].segment(), 0, host, at, count);
      }
    }
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
