package fcn4j.onednn;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Asks the system for large pages: half a gigabyte of weights takes 131,072 page faults in small
 * ones.
 */
final class HugePages {
  private static final long PAGE_BYTES = 1 << 21;

  /** MADV_HUGEPAGE of Linux. */
  private static final int ADVICE = 14;

  private static final @Nullable MethodHandle MADVISE = find();

  private HugePages() {}

  private static @Nullable MethodHandle find() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor descriptor =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    return linker
        .defaultLookup()
        .find("madvise")
        .map(function -> linker.downcallHandle(function, descriptor))
        .orElse(null);
  }

  /** Advises for the whole large pages of a block that nobody has touched; never fails. */
  static void advise(long address, long bytes) {
    long first = Math.ceilDiv(address, PAGE_BYTES) * PAGE_BYTES;
    long length = Math.floorDiv(address + bytes, PAGE_BYTES) * PAGE_BYTES - first;
    if (MADVISE == null || length <= 0) {
      return;
    }
    try {
      // A system that has no large pages says so, and small ones do.
      int unused = (int) MADVISE.invokeExact(MemorySegment.ofAddress(first), length, ADVICE);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new OnednnException("madvise failed", e);
    }
  }
}
