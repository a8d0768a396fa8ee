package fcn4j.emulator.exec;

import fcn4j.emulator.memory.FaultKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Checked access of each thread to its own local memory. */
final class LocalAccess {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Frame frame;
  private final int bytes;
  private final int stride;
  private final byte[] data;
  private final byte[] state;

  LocalAccess(Frame frame, int bytes) {
    this.frame = frame;
    this.bytes = bytes;
    this.stride = (bytes + 7) & ~7;
    this.data = new byte[stride * frame.threads];
    this.state = new byte[data.length];
  }

  void startBlock() {
    Arrays.fill(state, (byte) 0);
  }

  private int place(int site, int lane, long address, int size) {
    if (address < 0 || address > bytes - size) {
      throw frame.memoryFault(
          FaultKind.OUT_OF_BOUNDS, site, lane, address, "local memory has " + bytes + " bytes");
    }
    align(site, lane, address, size);
    return lane * stride + (int) address;
  }

  private int written(int site, int lane, long address, int size) {
    int at = place(site, lane, address, size);
    for (int i = at; i < at + size; i++) {
      if (state[i] == 0) {
        throw frame.memoryFault(
            FaultKind.UNINITIALISED_READ, site, lane, address, "local memory never written");
      }
    }
    return at;
  }

  private int marked(int site, int lane, long address, int size) {
    int at = place(site, lane, address, size);
    Arrays.fill(state, at, at + size, (byte) 1);
    return at;
  }

  int load8(int site, int lane, long address) {
    return data[written(site, lane, address, 1)] & 0xFF;
  }

  int load16(int site, int lane, long address) {
    int at = written(site, lane, address, 2);
    return (data[at] & 0xFF) | (data[at + 1] & 0xFF) << 8;
  }

  int load32(int site, int lane, long address) {
    return (int) INT.get(data, written(site, lane, address, 4));
  }

  long load64(int site, int lane, long address) {
    return (long) LONG.get(data, written(site, lane, address, 8));
  }

  void store8(int site, int lane, long address, int value) {
    data[marked(site, lane, address, 1)] = (byte) value;
  }

  void store16(int site, int lane, long address, int value) {
    int at = marked(site, lane, address, 2);
    data[at] = (byte) value;
    data[at + 1] = (byte) (value >> 8);
  }

  void store32(int site, int lane, long address, int value) {
    INT.set(data, marked(site, lane, address, 4), value);
  }

  void store64(int site, int lane, long address, long value) {
    LONG.set(data, marked(site, lane, address, 8), value);
  }

  void align(int site, int lane, long address, int size) {
    if ((address & (size - 1)) != 0) {
      throw frame.memoryFault(
          FaultKind.MISALIGNED, site, lane, address, size + " bytes need an aligned address");
    }
  }
}
