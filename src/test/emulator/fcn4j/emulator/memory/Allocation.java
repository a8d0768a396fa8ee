package fcn4j.emulator.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One allocation of device memory; its pages come into being when first touched. */
public final class Allocation {
  static final int PAGE_SHIFT = 16;
  private static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  private final long address;
  private final long bytes;
  private final boolean internal;
  private final @Nullable Page[] pages;
  private String name;
  private volatile boolean freed;

  Allocation(String name, long address, long bytes, boolean internal) {
    this.name = name;
    this.address = address;
    this.bytes = bytes;
    this.internal = internal;
    this.pages = new Page[Math.toIntExact((bytes + PAGE_BYTES - 1) >>> PAGE_SHIFT)];
  }

  public String name() {
    return name;
  }

  /** Gives the allocation the name that fault reports use. */
  public void rename(String newName) {
    name = newName;
  }

  public long address() {
    return address;
  }

  public long bytes() {
    return bytes;
  }

  public boolean freed() {
    return freed;
  }

  /** Whether it belongs to a module, not to the program under test. */
  public boolean internal() {
    return internal;
  }

  void free() {
    freed = true;
    Arrays.fill(pages, null);
  }

  /** The page that holds the byte at {@code offset}, which lies inside the allocation. */
  synchronized Page page(long offset) {
    int index = Math.toIntExact(offset >>> PAGE_SHIFT);
    Page page = pages[index];
    if (page == null) {
      long start = (long) index << PAGE_SHIFT;
      int limit = Math.toIntExact(Math.min(PAGE_BYTES, bytes - start));
      page = new Page(this, address + start, limit);
      pages[index] = page;
    }
    return page;
  }

  /** How a report names an address in or near this allocation. */
  String describe(long at) {
    long offset = at - address;
    String state = freed ? ", freed" : "";
    return "'" + name + "' (" + bytes + " bytes" + state + ") at byte " + offset;
  }
}
