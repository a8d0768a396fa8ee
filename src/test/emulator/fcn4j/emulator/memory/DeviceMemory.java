package fcn4j.emulator.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The allocations of the device. An address is allocation number {@code << 40 |} offset, so that a
 * pointer can never stray from one allocation into another; numbers are never used again.
 */
public final class DeviceMemory {
  public static final int NUMBER_SHIFT = 40;

  /** Generic addresses of the shared window have this number. */
  public static final long SHARED_NUMBER = 1;

  /** Generic addresses of the local window have this number. */
  public static final long LOCAL_NUMBER = 2;

  private static final int FIRST_NUMBER = 16;
  private static final int MAX_NUMBER = 1 << 22;

  private final List<Allocation> allocations = new ArrayList<>();
  private long capacityBytes;
  private long usedBytes;

  public DeviceMemory(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  public synchronized long capacityBytes() {
    return capacityBytes;
  }

  public synchronized void setCapacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  public synchronized long usedBytes() {
    return usedBytes;
  }

  /**
   * Allocates, or returns null where the capacity is exceeded. Sizes count rounded up to 512 bytes.
   */
  public synchronized @Nullable Allocation allocate(String name, long bytes, boolean internal) {
    long rounded = rounded(bytes);
    if (usedBytes + rounded > capacityBytes || allocations.size() >= MAX_NUMBER) {
      return null;
    }
    long address = ((long) FIRST_NUMBER + allocations.size()) << NUMBER_SHIFT;
    String label = name.isEmpty() ? "allocation " + allocations.size() : name;
    Allocation allocation = new Allocation(label, address, bytes, internal);
    allocations.add(allocation);
    usedBytes += rounded;
    return allocation;
  }

  /** Frees the allocation that starts there; false where none does or it is freed already. */
  public synchronized boolean free(long address) {
    Allocation allocation = find(address);
    if (allocation == null || allocation.freed() || allocation.address() != address) {
      return false;
    }
    allocation.free();
    usedBytes -= rounded(allocation.bytes());
    return true;
  }

  private static long rounded(long bytes) {
    return (bytes + 511) & ~511L;
  }

  /** The allocation that the address belongs to by its number, freed or not, or null. */
  public synchronized @Nullable Allocation find(long address) {
    long index = (address >>> NUMBER_SHIFT) - FIRST_NUMBER;
    return index >= 0 && index < allocations.size() ? allocations.get((int) index) : null;
  }

  /** The allocations not freed that the program made itself. */
  public synchronized List<Allocation> live() {
    return allocations.stream().filter(a -> !a.freed() && !a.internal()).toList();
  }

  /**
   * The page for an access of {@code size} bytes, or null where the range is not inside a live one.
   */
  public @Nullable Page page(long address, int size) {
    Allocation allocation = find(address);
    if (allocation == null || allocation.freed()) {
      return null;
    }
    long offset = address - allocation.address();
    return offset + size <= allocation.bytes() ? allocation.page(offset) : null;
  }

  /** How a report names an address. */
  public String describe(long address) {
    Allocation allocation = find(address);
    return allocation == null
        ? "address 0x" + Long.toHexString(address) + ", which no allocation has"
        : allocation.describe(address);
  }
}
