package fcn4j.emulator.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Page-locked host memory: the only host memory that asynchronous copies may use. */
public final class PinnedMemory {
  private final Map<Long, Block> blocks = new TreeMap<>();

  private record Block(Arena arena, MemorySegment memory, String maker) {}

  /** Allocates and returns the address. */
  public long allocate(long bytes) {
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(bytes, 256);
    blocks.put(memory.address(), new Block(arena, memory, Handles.maker()));
    return memory.address();
  }

  /** Frees what starts there; false where nothing does. */
  public boolean free(long address) {
    Block block = blocks.remove(address);
    if (block == null) {
      return false;
    }
    block.arena().close();
    return true;
  }

  /** Whether a range lies inside one block. */
  public boolean contains(long address, long bytes) {
    for (Block block : blocks.values()) {
      long start = block.memory().address();
      if (address >= start && address + bytes <= start + block.memory().byteSize()) {
        return true;
      }
    }
    return false;
  }

  public List<String> leaks() {
    return blocks.values().stream()
        .map(b -> "pinned memory of " + b.memory().byteSize() + " bytes made at " + b.maker())
        .toList();
  }
}
