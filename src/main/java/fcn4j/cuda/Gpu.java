package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * One GPU, opened once with try-with-resources: the primary context, a compute and a copy stream,
 * modules, cuDNN and cuBLAS handles.
 *
 * <p>One thread uses it, the one that opened it or called {@link #bindToThread} last. Arenas,
 * pinned memory and events belong to the caller; arenas still open are freed with the GPU.
 *
 * <pre>{@code
 * try (Gpu gpu = Gpu.open(0); DeviceArena arena = gpu.arena("activations", bytes)) { … }
 * }</pre>
 */
public final class Gpu implements Owned {
  private static final int NO_DEVICE = 100;

  private final CudaStatus status = new CudaStatus();
  private final Arenas arenas = new Arenas();
  private final Map<String, PtxModule> modules = new HashMap<>();
  private final Lifetime lifetime;
  private final GpuInfo info;
  private final CUcontext context = new CUcontext();
  private final Stream compute;
  private final Stream copy;
  private @Nullable Staging staging;
  private @Nullable Cudnn cudnn;
  private @Nullable Cublas cublas;

  private Gpu(int ordinal) {
    lifetime = new Lifetime("GPU " + ordinal);
    try {
      initialise(ordinal);
      CUdevice device = GpuInfo.device(status, ordinal);
      info = GpuInfo.read(status, ordinal, device);
      retain(device, ordinal);
      compute = lifetime.own(new Stream(status, "compute"));
      copy = lifetime.own(new Stream(status, "copy"));
      lifetime.onClose(arenas::closeAll);
    } catch (RuntimeException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /**
   * Loads the CUDA libraries if need be and opens a GPU.
   *
   * @param ordinal the GPU's number, from 0
   * @throws CudaUnavailableException if there is no usable GPU; its message says what is missing
   * @throws IllegalArgumentException if there are GPUs, but none of this number
   * @throws CudaException if the driver refuses
   */
  public static Gpu open(int ordinal) {
    CudaProbe probe = CudaProbe.current();
    if (probe.problem() != null) {
      throw new CudaUnavailableException(probe.report());
    }
    return new Gpu(ordinal);
  }

  private void initialise(int ordinal) {
    int result = JCudaDriver.cuInit(0);
    if (result == NO_DEVICE) {
      throw new CudaUnavailableException(CudaReport.probe());
    }
    status.driver(result, "cuInit");
    int[] count = new int[1];
    status.driver(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    if (ordinal < 0 || ordinal >= count[0]) {
      throw new IllegalArgumentException(
          "there is no GPU %d; the %d found are numbered from 0".formatted(ordinal, count[0]));
    }
  }

  private void retain(CUdevice device, int ordinal) {
    status.driver(
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device),
        "cuDevicePrimaryCtxRetain",
        "of",
        ordinal);
    lifetime.onClose(() ->
        status.release(
            Library.DRIVER,
            JCudaDriver.cuDevicePrimaryCtxRelease(device),
            "cuDevicePrimaryCtxRelease",
            "of",
            ordinal));
    bindToThread();
  }

  /**
   * Lets the calling thread use this GPU.
   *
   * @throws CudaException if the driver refuses
   */
  public void bindToThread() {
    lifetime.requireOpen();
    status.driver(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  /** What the driver says of this GPU. */
  public GpuInfo info() {
    return info;
  }

  /** The check that every call on this GPU goes through. */
  public CudaStatus status() {
    return status;
  }

  /** The stream that computes; borrowed. */
  public Stream computeStream() {
    return compute;
  }

  /** The stream that copies beside the computing; borrowed. */
  public Stream copyStream() {
    return copy;
  }

  /**
   * Allocates device memory; the caller owns it.
   *
   * @param name for messages, as in {@code "activations"}
   * @throws CudaException if there is not enough; it says what was asked, held and free
   */
  public DeviceArena arena(String name, long bytes) {
    lifetime.requireOpen();
    return new DeviceArena(this, name, bytes);
  }

  /**
   * Allocates page-locked host memory; the caller owns it and closes it before the GPU.
   *
   * @throws CudaException if the host has not so much to lock
   */
  public PinnedMemory pinned(long bytes) {
    lifetime.requireOpen();
    return new PinnedMemory(status, bytes);
  }

  /**
   * Creates an event; the caller owns it and closes it before the GPU.
   *
   * @param timing whether times will be taken from it
   */
  public Event event(boolean timing) {
    lifetime.requireOpen();
    return new Event(status, timing);
  }

  /**
   * The module of the resource {@code /ptx/<name>.ptx}, loaded at first use; borrowed.
   *
   * @throws IllegalArgumentException if there is no such resource
   * @throws CudaException if the driver refuses it
   */
  public PtxModule module(String name) {
    PtxModule known = modules.get(name);
    return known == null ? load(PtxText.resource(name)) : known;
  }

  /**
   * Loads a PTX text as a module of its name, which must be new; borrowed.
   *
   * @throws CudaException if the driver refuses it
   */
  public PtxModule load(PtxText ptx) {
    lifetime.requireOpen();
    if (modules.containsKey(ptx.name())) {
      throw new IllegalArgumentException("module " + ptx.name() + " is loaded already");
    }
    PtxModule loaded = lifetime.own(new PtxModule(status, ptx));
    modules.put(ptx.name(), loaded);
    return loaded;
  }

  /** The kernel {@code entry} of {@link #module module} {@code name}; borrowed. */
  public Kernel kernel(String name, String entry) {
    return module(name).kernel(entry);
  }

  /**
   * The cuDNN handle on the compute stream, made at first use; borrowed.
   *
   * @throws CudaException if cuDNN refuses
   */
  public Cudnn cudnn() {
    lifetime.requireOpen();
    Cudnn known = cudnn;
    if (known == null) {
      known = lifetime.own(new Cudnn(status, compute));
      cudnn = known;
    }
    return known;
  }

  /**
   * The cuBLAS handle on the compute stream, made at first use; borrowed.
   *
   * @throws CudaException if cuBLAS refuses
   */
  public Cublas cublas() {
    lifetime.requireOpen();
    Cublas known = cublas;
    if (known == null) {
      known = lifetime.own(new Cublas(status, compute));
      cublas = known;
    }
    return known;
  }

  /** Free and total device memory now. */
  public MemoryInfo memory() {
    lifetime.requireOpen();
    long[] free = new long[1];
    long[] total = new long[1];
    status.driver(JCudaDriver.cuMemGetInfo(free, total), "cuMemGetInfo");
    return new MemoryInfo(free[0], total[0]);
  }

  /** Bytes of all open arenas of this GPU. */
  public long arenaBytes() {
    return arenas.bytes();
  }

  /** The most bytes that were open at any one time since the start or the last reset. */
  public long peakArenaBytes() {
    return arenas.peakBytes();
  }

  /** Forgets the peak: it is what is open now. */
  public void resetPeakArenaBytes() {
    arenas.resetPeak();
  }

  /**
   * Waits until all streams have done their work.
   *
   * @throws CudaException if any of that work failed
   */
  public void synchronize() {
    lifetime.requireOpen();
    status.driver(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
  }

  Arenas arenas() {
    return arenas;
  }

  Staging staging() {
    lifetime.requireOpen();
    Staging known = staging;
    if (known == null) {
      known = lifetime.own(new Staging(status, compute));
      staging = known;
    }
    return known;
  }

  /** Gives everything back in reverse order; the streams' work should be done. */
  @Override
  public void close() {
    lifetime.close();
  }
}
