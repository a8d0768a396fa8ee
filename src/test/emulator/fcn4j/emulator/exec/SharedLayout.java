package fcn4j.emulator.exec;

import fcn4j.emulator.memory.Page;
import fcn4j.emulator.ptx.PtxVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a kernel's shared variables lie: with red zones between them, which no access may touch.
 */
final class SharedLayout {
  private static final int RED_ZONE_BYTES = 64;
  private static final int DYNAMIC_ALIGN = 128;

  private final Map<String, Integer> offsets = new HashMap<>();
  private final List<PtxVariable> variables;
  private final int staticBytes;
  private final int dynamicOffset;

  SharedLayout(List<PtxVariable> variables) {
    this.variables = variables;
    int bytes = 0;
    int at = 0;
    for (PtxVariable variable : variables) {
      if (variable.bytes() > 0) {
        at = (at + variable.align() - 1) / variable.align() * variable.align();
        offsets.put(variable.name(), at);
        at += variable.bytes() + RED_ZONE_BYTES;
        bytes += variable.bytes();
      }
    }
    this.staticBytes = bytes;
    this.dynamicOffset = (at + DYNAMIC_ALIGN - 1) / DYNAMIC_ALIGN * DYNAMIC_ALIGN;
    for (PtxVariable variable : variables) {
      offsets.putIfAbsent(variable.name(), dynamicOffset);
    }
  }

  /** The bytes that count against the device's limit. */
  int staticBytes() {
    return staticBytes;
  }

  Map<String, Integer> offsets() {
    return offsets;
  }

  int totalBytes(int dynamicBytes) {
    return dynamicOffset + dynamicBytes;
  }

  /** The state at a block's start: nothing written, red zones marked. */
  byte[] initialState(int dynamicBytes, int room) {
    byte[] state = new byte[room];
    Arrays.fill(state, 0, dynamicOffset, Page.RED_ZONE);
    for (PtxVariable variable : variables) {
      int start = offsets.getOrDefault(variable.name(), 0);
      Arrays.fill(state, start, start + variable.bytes(), (byte) 0);
    }
    return state;
  }

  /** How a report names an offset in shared memory. */
  String describe(long offset, int dynamicBytes) {
    for (PtxVariable variable : variables) {
      int start = offsets.getOrDefault(variable.name(), 0);
      int bytes = variable.bytes() == 0 ? dynamicBytes : variable.bytes();
      if (offset >= start && offset < start + bytes) {
        return "shared '" + variable.name() + "' (" + bytes + " bytes) at byte " + (offset - start);
      }
    }
    return "shared memory outside its variables, at byte " + offset;
  }
}
