package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Kernels loaded from one PTX text; owned by the {@link Gpu} that loaded it. */
public final class PtxModule implements Owned {
  private static final int LOG_BYTES = 16 << 10;

  private final CudaStatus status;
  private final PtxText ptx;
  private final CUmodule handle = new CUmodule();
  private final Map<String, Kernel> kernels = new HashMap<>();
  private final Lifetime lifetime;

  /**
   * Has the driver assemble and load a PTX text.
   *
   * @throws CudaException if the driver refuses it; the assembler's log is quoted
   */
  PtxModule(CudaStatus status, PtxText ptx) {
    this.status = status;
    this.ptx = ptx;
    this.lifetime = new Lifetime("module " + ptx.name());
    load();
    lifetime.onClose(() ->
        status.release(
            Library.DRIVER,
            JCudaDriver.cuModuleUnload(handle),
            "cuModuleUnload",
            "module",
            ptx.name()));
  }

  private void load() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment log = arena.allocate(LOG_BYTES);
      MemorySegment values = arena.allocate(ValueLayout.ADDRESS, 2);
      values.setAtIndex(ValueLayout.ADDRESS, 0, log);
      values.setAtIndex(ValueLayout.JAVA_LONG, 1, LOG_BYTES);
      int[] options = {
        CUjit_option.CU_JIT_ERROR_LOG_BUFFER, CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES
      };
      int result =
          JCudaDriver.cuModuleLoadDataEx(
              handle,
              new HostPointer(arena.allocateFrom(ptx.text())),
              options.length,
              options,
              new HostPointer(values));
      try {
        status.driver(result, "cuModuleLoadDataEx", "module", ptx.name());
      } catch (CudaException failure) {
        String said = log.getString(0).strip();
        throw said.isEmpty() ? failure : failure.add("the assembler says: " + said);
      }
    }
  }

  /** The name of the resource it came from. */
  public String name() {
    return ptx.name();
  }

  /**
   * The kernel of this name; borrowed, valid as long as the module.
   *
   * @throws IllegalArgumentException if the module declares no such kernel
   * @throws CudaException if the driver does not find it
   */
  public Kernel kernel(String entry) {
    lifetime.requireOpen();
    Kernel known = kernels.get(entry);
    if (known == null) {
      PtxEntry declared = ptx.entries().get(entry);
      if (declared == null) {
        throw new IllegalArgumentException(
            "module %s has no kernel %s; it has %s"
                .formatted(ptx.name(), entry, ptx.entries().keySet()));
      }
      known = new Kernel(status, handle, ptx.name(), declared);
      kernels.put(entry, known);
    }
    return known;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
