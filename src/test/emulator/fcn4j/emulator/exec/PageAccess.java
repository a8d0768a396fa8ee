package fcn4j.emulator.exec;

import fcn4j.emulator.memory.FaultKind;
import fcn4j.emulator.memory.Page;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Checked access of a kernel's threads to global or shared memory. Each instruction has a site that
 * remembers the page it touched last, so that one comparison checks allocation and bounds.
 */
final class PageAccess {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WRITTEN_WORD = 0x01010101;
  private static final int RED_WORD = 0x02020202;
  private static final Page NOWHERE = Frame.nowhere();

  /** Finds the page of an access or raises the fault. */
  interface Resolver {
    Page resolve(int site, int lane, long address, int bytes);
  }

  final RaceTracker races;
  private final Frame frame;
  private final Resolver resolver;
  private final Page[] sites;

  PageAccess(Frame frame, int siteCount, Resolver resolver) {
    this.frame = frame;
    this.resolver = resolver;
    this.races = new RaceTracker(frame.threads);
    this.sites = new Page[siteCount];
    forget();
  }

  /** Drops the remembered pages: allocations may have gone since. */
  void forget() {
    Arrays.fill(sites, NOWHERE);
  }

  private Page page(int site, int lane, long address, int bytes) {
    Page page = sites[site];
    long offset = address - page.base;
    if (offset < 0 || offset > page.limit - bytes || (address & (bytes - 1)) != 0) {
      return found(site, lane, address, bytes);
    }
    return bytes < 4 && !page.byteTags ? found(site, lane, address, bytes) : page;
  }

  private Page found(int site, int lane, long address, int bytes) {
    if ((address & (bytes - 1)) != 0) {
      throw frame.memoryFault(
          FaultKind.MISALIGNED, site, lane, address, bytes + " bytes need an aligned address");
    }
    Page page = resolver.resolve(site, lane, address, bytes);
    page.needTags(bytes < 4);
    sites[site] = page;
    return page;
  }

  private void noteRead(Page page, int at, int bytes, int site, int lane) {
    if (page.byteTags) {
      for (int i = at; i < at + bytes; i++) {
        checkRead(page, i, i, site, lane);
      }
    } else {
      for (int i = at >> 2; i < (at + bytes) >> 2; i++) {
        checkRead(page, i, i << 2, site, lane);
      }
    }
  }

  private void checkRead(Page page, int tag, int at, int site, int lane) {
    if (races.read(page.writers, page.readers, tag, lane) != RaceTracker.NONE) {
      throw frame.raceFault(site, lane, page, tag, at, "reads");
    }
  }

  private void noteWrite(
      Page page, int at, int bytes, int site, int lane, long value, boolean atomic) {
    int step = page.byteTags ? 1 : 4;
    for (int i = at; i < at + bytes; i += step) {
      int tag = page.byteTags ? i : i >> 2;
      long before = page.writers[tag];
      int race = races.write(page.writers, page.readers, tag, lane, atomic);
      if (race != RaceTracker.NONE
          && (race == RaceTracker.READ_WRITE || atomic || !same(page, at, bytes, value))) {
        page.writers[tag] = before;
        throw frame.raceFault(site, lane, page, tag, i, "writes");
      }
    }
  }

  /** Threads that all store the same value do no harm. */
  private static boolean same(Page page, int at, int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      if (page.data[at + i] != (byte) (value >>> (8 * i))) {
        return false;
      }
    }
    return true;
  }

  int load8(int site, int lane, long address) {
    Page page = page(site, lane, address, 1);
    int at = (int) (address - page.base);
    if (page.state[at] != Page.WRITTEN) {
      throw frame.unwritten(site, lane, address, page.state[at]);
    }
    noteRead(page, at, 1, site, lane);
    return page.data[at] & 0xFF;
  }

  int load16(int site, int lane, long address) {
    Page page = page(site, lane, address, 2);
    int at = (int) (address - page.base);
    if ((short) SHORT.get(page.state, at) != 0x0101) {
      throw frame.unwritten(site, lane, address, page.state[at]);
    }
    noteRead(page, at, 2, site, lane);
    return (short) SHORT.get(page.data, at) & 0xFFFF;
  }

  int load32(int site, int lane, long address) {
    Page page = page(site, lane, address, 4);
    int at = (int) (address - page.base);
    if ((int) INT.get(page.state, at) != WRITTEN_WORD) {
      throw frame.unwritten(site, lane, address, page.state[at]);
    }
    noteRead(page, at, 4, site, lane);
    return (int) INT.get(page.data, at);
  }

  long load64(int site, int lane, long address) {
    Page page = page(site, lane, address, 8);
    int at = (int) (address - page.base);
    if ((long) LONG.get(page.state, at) != 0x0101010101010101L) {
      throw frame.unwritten(site, lane, address, page.state[at]);
    }
    noteRead(page, at, 8, site, lane);
    return (long) LONG.get(page.data, at);
  }

  void store8(int site, int lane, long address, int value) {
    Page page = page(site, lane, address, 1);
    int at = (int) (address - page.base);
    if (page.state[at] == Page.RED_ZONE) {
      throw frame.unwritten(site, lane, address, Page.RED_ZONE);
    }
    noteWrite(page, at, 1, site, lane, value, false);
    page.data[at] = (byte) value;
    page.state[at] = Page.WRITTEN;
  }

  void store16(int site, int lane, long address, int value) {
    Page page = page(site, lane, address, 2);
    int at = (int) (address - page.base);
    if (((short) SHORT.get(page.state, at) & 0x0202) != 0) {
      throw frame.unwritten(site, lane, address, Page.RED_ZONE);
    }
    noteWrite(page, at, 2, site, lane, value, false);
    SHORT.set(page.data, at, (short) value);
    SHORT.set(page.state, at, (short) 0x0101);
  }

  void store32(int site, int lane, long address, int value) {
    Page page = page(site, lane, address, 4);
    int at = (int) (address - page.base);
    if (((int) INT.get(page.state, at) & RED_WORD) != 0) {
      throw frame.unwritten(site, lane, address, Page.RED_ZONE);
    }
    noteWrite(page, at, 4, site, lane, value, false);
    INT.set(page.data, at, value);
    INT.set(page.state, at, WRITTEN_WORD);
  }

  void store64(int site, int lane, long address, long value) {
    Page page = page(site, lane, address, 8);
    int at = (int) (address - page.base);
    if (((long) LONG.get(page.state, at) & 0x0202020202020202L) != 0) {
      throw frame.unwritten(site, lane, address, Page.RED_ZONE);
    }
    noteWrite(page, at, 8, site, lane, value, false);
    LONG.set(page.data, at, value);
    LONG.set(page.state, at, 0x0101010101010101L);
  }

  /** The old value of an atomic, which must have been written before. */
  int atomic32(int site, int lane, long address) {
    Page page = page(site, lane, address, 4);
    int at = (int) (address - page.base);
    if ((int) INT.get(page.state, at) != WRITTEN_WORD) {
      throw frame.unwritten(site, lane, address, page.state[at]);
    }
    races.synchronise();
    noteWrite(page, at, 4, site, lane, 0, true);
    return (int) INT.get(page.data, at);
  }

  long atomic64(int site, int lane, long address) {
    Page page = page(site, lane, address, 8);
    int at = (int) (address - page.base);
    if ((long) LONG.get(page.state, at) != 0x0101010101010101L) {
      throw frame.unwritten(site, lane, address, page.state[at]);
    }
    races.synchronise();
    noteWrite(page, at, 8, site, lane, 0, true);
    return (long) LONG.get(page.data, at);
  }

  void finish32(int site, long address, int value) {
    Page page = sites[site];
    INT.set(page.data, (int) (address - page.base), value);
  }

  void finish64(int site, long address, long value) {
    Page page = sites[site];
    LONG.set(page.data, (int) (address - page.base), value);
  }

  /** A vector access needs an address aligned to the whole vector. */
  void align(int site, int lane, long address, int bytes) {
    if ((address & (bytes - 1)) != 0) {
      throw frame.memoryFault(
          FaultKind.MISALIGNED,
          site,
          lane,
          address,
          "a vector of " + bytes + " bytes is not aligned");
    }
  }
}
