package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/** A mark in a stream that others can wait for or take times from. Owned by its maker. */
public final class Event implements Owned {
  private static final int DISABLE_TIMING = 2;
  private static final int NOT_READY = 600;

  private final CudaStatus status;
  private final CUevent handle = new CUevent();
  private final Lifetime lifetime = new Lifetime("event");

  /**
   * Creates an event.
   *
   * @param timing whether {@link #millisSince} will be asked; events without are cheaper
   * @throws CudaException if the driver refuses
   */
  Event(CudaStatus status, boolean timing) {
    this.status = status;
    int flags = timing ? 0 : DISABLE_TIMING;
    status.driver(JCudaDriver.cuEventCreate(handle, flags), "cuEventCreate", "flags", flags);
    lifetime.onClose(
        () -> status.release(Library.DRIVER, JCudaDriver.cuEventDestroy(handle), "cuEventDestroy"));
  }

  /**
   * Waits until the latest record of this event has been reached.
   *
   * @throws CudaException if work before it failed
   */
  public void synchronize() {
    lifetime.requireOpen();
    status.driver(JCudaDriver.cuEventSynchronize(handle), "cuEventSynchronize");
  }

  /**
   * Whether the latest record has been reached; does not wait.
   *
   * @throws CudaException if work before it failed
   */
  public boolean isReached() {
    lifetime.requireOpen();
    int result = JCudaDriver.cuEventQuery(handle);
    if (result == NOT_READY) {
      status.alive("cuEventQuery");
      return false;
    }
    status.driver(result, "cuEventQuery");
    return true;
  }

  /**
   * Device time in milliseconds between two reached events with timing.
   *
   * @throws CudaException if either lacks timing or was not reached
   */
  public float millisSince(Event earlier) {
    lifetime.requireOpen();
    float[] millis = new float[1];
    status.driver(
        JCudaDriver.cuEventElapsedTime(millis, earlier.handle(), handle), "cuEventElapsedTime");
    return millis[0];
  }

  CUevent handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
