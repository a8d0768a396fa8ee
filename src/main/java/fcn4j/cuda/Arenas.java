package fcn4j.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jcuda.driver.JCudaDriver;

/** The open arenas of a GPU: for reports of memory, and to close what callers left open. */
final class Arenas {
  private final List<DeviceArena> open = new ArrayList<>();
  private long peakBytes;

  void add(DeviceArena arena) {
    open.add(arena);
    peakBytes = Math.max(peakBytes, bytes());
  }

  void remove(DeviceArena arena) {
    open.remove(arena);
  }

  /** Bytes of all open arenas. */
  long bytes() {
    return open.stream().mapToLong(DeviceArena::bytes).sum();
  }

  /** The most bytes that were open at any one time since the start or {@link #resetPeak}. */
  long peakBytes() {
    return peakBytes;
  }

  void resetPeak() {
    peakBytes = bytes();
  }

  /** Closes all, the newest first; the first failure is thrown, later ones suppressed in it. */
  void closeAll() {
    Lifetime all = new Lifetime("arenas");
    open.forEach(all::own);
    all.close();
  }

  /** What to say when memory runs out: what was asked, what is held, what the driver has. */
  String outOfMemory(String name, long bytes) {
    String held =
        open.isEmpty()
            ? "no arena is open"
            : "open arenas: "
                + open.stream()
                    .sorted(Comparator.comparingLong(DeviceArena::bytes).reversed())
                    .map(arena -> arena.name() + " " + MemoryInfo.readable(arena.bytes()))
                    .collect(Collectors.joining(", "));
    long[] free = new long[1];
    long[] total = new long[1];
    String device =
        JCudaDriver.cuMemGetInfo(free, total) == 0
            ? "the device has " + new MemoryInfo(free[0], total[0])
            : "the device does not say what it has";
    return "asked for "
        + MemoryInfo.readable(bytes)
        + " for arena "
        + name
        + "; "
        + held
        + "; "
        + device
        + ". Use a smaller batch or image, or free memory of other programs";
  }
}
