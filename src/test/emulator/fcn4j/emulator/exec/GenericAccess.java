package fcn4j.emulator.exec;

import fcn4j.emulator.memory.DeviceMemory;

/** Access by generic address: the window tells the space. */
final class GenericAccess {
  private static final long OFFSET_MASK = (1L << DeviceMemory.NUMBER_SHIFT) - 1;

  private final PageAccess global;
  private final PageAccess shared;
  private final LocalAccess local;

  GenericAccess(PageAccess global, PageAccess shared, LocalAccess local) {
    this.global = global;
    this.shared = shared;
    this.local = local;
  }

  static boolean isShared(long address) {
    return address >>> DeviceMemory.NUMBER_SHIFT == DeviceMemory.SHARED_NUMBER;
  }

  static boolean isLocal(long address) {
    return address >>> DeviceMemory.NUMBER_SHIFT == DeviceMemory.LOCAL_NUMBER;
  }

  private PageAccess paged(long address) {
    return isShared(address) ? shared : global;
  }

  private static long within(long address) {
    return isShared(address) || isLocal(address) ? address & OFFSET_MASK : address;
  }

  int load8(int site, int lane, long address) {
    long at = within(address);
    return isLocal(address) ? local.load8(site, lane, at) : paged(address).load8(site, lane, at);
  }

  int load16(int site, int lane, long address) {
    long at = within(address);
    return isLocal(address) ? local.load16(site, lane, at) : paged(address).load16(site, lane, at);
  }

  int load32(int site, int lane, long address) {
    long at = within(address);
    return isLocal(address) ? local.load32(site, lane, at) : paged(address).load32(site, lane, at);
  }

  long load64(int site, int lane, long address) {
    long at = within(address);
    return isLocal(address) ? local.load64(site, lane, at) : paged(address).load64(site, lane, at);
  }

  void store8(int site, int lane, long address, int value) {
    if (isLocal(address)) {
      local.store8(site, lane, within(address), value);
    } else {
      paged(address).store8(site, lane, within(address), value);
    }
  }

  void store16(int site, int lane, long address, int value) {
    if (isLocal(address)) {
      local.store16(site, lane, within(address), value);
    } else {
      paged(address).store16(site, lane, within(address), value);
    }
  }

  void store32(int site, int lane, long address, int value) {
    if (isLocal(address)) {
      local.store32(site, lane, within(address), value);
    } else {
      paged(address).store32(site, lane, within(address), value);
    }
  }

  void store64(int site, int lane, long address, long value) {
    if (isLocal(address)) {
      local.store64(site, lane, within(address), value);
    } else {
      paged(address).store64(site, lane, within(address), value);
    }
  }

  int atomic32(int site, int lane, long address) {
    return paged(address).atomic32(site, lane, within(address));
  }

  long atomic64(int site, int lane, long address) {
    return paged(address).atomic64(site, lane, within(address));
  }

  void finish32(int site, long address, int value) {
    paged(address).finish32(site, within(address), value);
  }

  void finish64(int site, long address, long value) {
    paged(address).finish64(site, within(address), value);
  }

  void align(int site, int lane, long address, int bytes) {
    global.align(site, lane, address, bytes);
  }
}
