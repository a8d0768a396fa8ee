package fcn4j.emulator.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Checked transfers of whole ranges: what copies, fills and the library stand-ins use. */
public final class Transfers {
  private final DeviceMemory memory;

  public Transfers(DeviceMemory memory) {
    this.memory = memory;
  }

  /** Visits a range piece by piece. */
  private interface Piece {
    void visit(Page page, int offset, long done, int bytes);
  }

  /**
   * Checks that a range lies inside one live allocation.
   *
   * @throws EmulatorFault where it does not
   */
  public void check(long address, long bytes, String what) {
    Allocation allocation = memory.find(address);
    if (allocation == null) {
      throw new EmulatorFault(
          FaultKind.OUT_OF_BOUNDS, what + " touches " + memory.describe(address));
    }
    if (allocation.freed()) {
      throw new EmulatorFault(
          FaultKind.USE_AFTER_FREE, what + " touches " + memory.describe(address));
    }
    long offset = address - allocation.address();
    if (bytes < 0 || offset + bytes > allocation.bytes()) {
      throw new EmulatorFault(
          FaultKind.OUT_OF_BOUNDS, what + " of " + bytes + " bytes: " + memory.describe(address));
    }
  }

  private void pieces(long address, long bytes, String what, Piece piece) {
    if (bytes == 0) {
      return;
    }
    check(address, bytes, what);
    long done = 0;
    while (done < bytes) {
      Page page = memory.page(address + done, 1);
      if (page == null) {
        throw new EmulatorFault(FaultKind.USE_AFTER_FREE, what + ": " + memory.describe(address));
      }
      int offset = Math.toIntExact(address + done - page.base);
      int count = Math.toIntExact(Math.min(bytes - done, (long) page.limit - offset));
      piece.visit(page, offset, done, count);
      done += count;
    }
  }

  /** Copies into device memory. */
  public void write(long address, MemorySegment from, long bytes, String what) {
    pieces(
        address,
        bytes,
        what,
        (page, offset, done, count) -> {
          MemorySegment.copy(from, done, MemorySegment.ofArray(page.data), offset, count);
          Arrays.fill(page.state, offset, offset + count, Page.WRITTEN);
        });
  }

  /**
   * Copies out of device memory.
   *
   * @throws EmulatorFault where a byte was never written
   */
  public void read(long address, MemorySegment to, long bytes, String what) {
    pieces(
        address,
        bytes,
        what,
        (page, offset, done, count) -> {
          checkWritten(page, offset, count, what);
          MemorySegment.copy(MemorySegment.ofArray(page.data), offset, to, done, count);
        });
  }

  /** Copies within device memory; bytes never written stay so. */
  public void copy(long to, long from, long bytes, String what) {
    byte[] data = new byte[Math.toIntExact(bytes)];
    byte[] state = new byte[data.length];
    pieces(
        from,
        bytes,
        what,
        (page, offset, done, count) -> {
          System.arraycopy(page.data, offset, data, (int) done, count);
          System.arraycopy(page.state, offset, state, (int) done, count);
        });
    pieces(
        to,
        bytes,
        what,
        (page, offset, done, count) -> {
          System.arraycopy(data, (int) done, page.data, offset, count);
          System.arraycopy(state, (int) done, page.state, offset, count);
        });
  }

  /** Fills with a little-endian pattern of 1, 2 or 4 bytes. */
  public void fill(long address, int pattern, int patternBytes, long count, String what) {
    pieces(
        address,
        count * patternBytes,
        what,
        (page, offset, done, bytes) -> {
          for (int i = 0; i < bytes; i++) {
            page.data[offset + i] = (byte) (pattern >>> (8 * ((done + i) % patternBytes)));
          }
          Arrays.fill(page.state, offset, offset + bytes, Page.WRITTEN);
        });
  }

  /** Reads float32 values, all of which must have been written. */
  public float[] floats(long address, long count, String what) {
    float[] values = new float[Math.toIntExact(count)];
    read(address, MemorySegment.ofArray(values), count * Float.BYTES, what);
    return values;
  }

  /** Writes float32 values. */
  public void setFloats(long address, float[] values, String what) {
    write(address, MemorySegment.ofArray(values), (long) values.length * Float.BYTES, what);
  }

  private void checkWritten(Page page, int offset, int count, String what) {
    for (int i = offset; i < offset + count; i++) {
      if (page.state[i] != Page.WRITTEN) {
        throw new EmulatorFault(
            FaultKind.UNINITIALISED_READ,
            what + " reads " + memory.describe(page.base + i) + ", which nothing has written");
      }
    }
  }
}
