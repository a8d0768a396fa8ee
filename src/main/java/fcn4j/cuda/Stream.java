package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.cudaStream_t;

/** A queue of device work that runs in order; streams run beside each other. Owned by its maker. */
public final class Stream implements Owned {
  private static final int NON_BLOCKING = 1;
  private static final int NOT_READY = 600;

  private final CudaStatus status;
  private final String name;
  private final CUstream handle = new CUstream();
  private final Lifetime lifetime;

  /**
   * Creates a stream that does not wait for the legacy default stream.
   *
   * @param name for messages, as in {@code "compute"}
   * @throws CudaException if the driver refuses
   */
  Stream(CudaStatus status, String name) {
    this.status = status;
    this.name = name;
    this.lifetime = new Lifetime("stream " + name);
    status.driver(
        JCudaDriver.cuStreamCreate(handle, NON_BLOCKING), "cuStreamCreate", "stream", name);
    lifetime.onClose(() ->
        status.release(
            Library.DRIVER,
            JCudaDriver.cuStreamDestroy(handle),
            "cuStreamDestroy",
            "stream",
            name));
  }

  /**
   * Waits until all work put into this stream so far is done.
   *
   * @throws CudaException if any of that work failed
   */
  public void synchronize() {
    lifetime.requireOpen();
    status.driver(JCudaDriver.cuStreamSynchronize(handle), "cuStreamSynchronize", "stream", name);
  }

  /**
   * Whether all work put into this stream so far is done; does not wait.
   *
   * @throws CudaException if any of that work failed
   */
  public boolean isIdle() {
    lifetime.requireOpen();
    int result = JCudaDriver.cuStreamQuery(handle);
    if (result == NOT_READY) {
      status.alive("cuStreamQuery");
      return false;
    }
    status.driver(result, "cuStreamQuery", "stream", name);
    return true;
  }

  /**
   * Enqueues the event behind the work put into this stream so far.
   *
   * @throws CudaException if the driver refuses
   */
  public void record(Event event) {
    lifetime.requireOpen();
    status.driver(
        JCudaDriver.cuEventRecord(event.handle(), handle), "cuEventRecord", "stream", name);
  }

  /**
   * Makes later work of this stream wait for the event's latest record; the host does not wait.
   *
   * @throws CudaException if the driver refuses
   */
  public void waitFor(Event event) {
    lifetime.requireOpen();
    status.driver(
        JCudaDriver.cuStreamWaitEvent(handle, event.handle(), 0),
        "cuStreamWaitEvent",
        "stream",
        name);
  }

  /** The name given at creation. */
  public String name() {
    return name;
  }

  /** The driver's handle; borrowed. */
  public CUstream handle() {
    lifetime.requireOpen();
    return handle;
  }

  /** The same handle as cuDNN and cuBLAS want it; borrowed. */
  cudaStream_t runtimeHandle() {
    return new cudaStream_t(handle());
  }

  @Override
  public void close() {
    lifetime.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
