package fcn4j.cuda;

import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** One kernel of a {@link PtxModule}; valid as long as the module. */
public final class Kernel {
  private static final int MAX_DYNAMIC_SHARED_SIZE_BYTES = 8;

  private final CudaStatus status;
  private final String module;
  private final PtxEntry entry;
  private final CUfunction function = new CUfunction();

  Kernel(CudaStatus status, CUmodule handle, String module, PtxEntry entry) {
    this.status = status;
    this.module = module;
    this.entry = entry;
    status.driver(
        JCudaDriver.cuModuleGetFunction(function, handle, entry.name()),
        "cuModuleGetFunction",
        "module",
        module,
        "kernel",
        entry.name());
  }

  /** The kernel's name. */
  public String name() {
    return entry.name();
  }

  /** What the PTX declares. */
  public PtxEntry entry() {
    return entry;
  }

  /**
   * Allows launches with more than 48 KiB of dynamic shared memory.
   *
   * @throws CudaException if the device has not so much
   */
  public Kernel allowSharedBytes(int bytes) {
    status.driver(
        JCudaDriver.cuFuncSetAttribute(function, MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
        "cuFuncSetAttribute",
        "kernel",
        name(),
        "sharedBytes",
        bytes);
    return this;
  }

  /** Prepares a parameter block, to be filled once and launched many times. */
  public Launch prepare() {
    return new Launch(this);
  }

  CUfunction function() {
    return function;
  }

  CudaStatus status() {
    return status;
  }

  /** Names the module and the kernel, for messages. */
  @Override
  public String toString() {
    return module + "." + entry.name();
  }
}
