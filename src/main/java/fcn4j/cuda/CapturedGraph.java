package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;

/**
 * A recorded sequence of device work that replays with one call, addresses and scalars frozen as
 * they were. Owned by its maker.
 */
public final class CapturedGraph implements Owned {
  private static final int THREAD_LOCAL = 1;

  private final CudaStatus status;
  private final CUgraph graph = new CUgraph();
  private final CUgraphExec executable = new CUgraphExec();
  private final Lifetime lifetime = new Lifetime("captured graph");

  private CapturedGraph(CudaStatus status) {
    this.status = status;
  }

  /**
   * Records what {@code work} puts into the stream; nothing of it runs.
   *
   * <p>The work must neither wait for the device nor allocate. If it throws, the capture is ended
   * and the exception passed on.
   *
   * @throws CudaException if the driver refuses the capture
   */
  public static CapturedGraph capture(Gpu gpu, Stream stream, Runnable work) {
    CapturedGraph captured = new CapturedGraph(gpu.status());
    try {
      captured.record(stream, work);
      captured.instantiate();
      return captured;
    } catch (RuntimeException failure) {
      throw captured.lifetime.closeAfter(failure);
    }
  }

  private void record(Stream stream, Runnable work) {
    status.driver(
        JCudaDriver.cuStreamBeginCapture(stream.handle(), THREAD_LOCAL),
        "cuStreamBeginCapture",
        "stream",
        stream);
    try {
      work.run();
    } catch (RuntimeException | Error failure) {
      // What ending the spoiled capture reports would only repeat this failure.
      end(stream);
      throw failure;
    }
    status.driver(end(stream), "cuStreamEndCapture", "stream", stream);
  }

  /**
   * Ends the capture; tries again where that fails, for a capturing stream lets nothing be freed.
   */
  private int end(Stream stream) {
    int first = JCudaDriver.cuStreamEndCapture(stream.handle(), graph);
    if (first == 0 || JCudaDriver.cuStreamEndCapture(stream.handle(), graph) == 0) {
      destroyGraphOnClose();
    }
    return first;
  }

  private void destroyGraphOnClose() {
    lifetime.onClose(
        () -> status.release(Library.DRIVER, JCudaDriver.cuGraphDestroy(graph), "cuGraphDestroy"));
  }

  private void instantiate() {
    status.driver(JCudaDriver.cuGraphInstantiate(executable, graph, 0), "cuGraphInstantiate");
    lifetime.onClose(() ->
        status.release(
            Library.DRIVER, JCudaDriver.cuGraphExecDestroy(executable), "cuGraphExecDestroy"));
  }

  /**
   * Enqueues the recorded work.
   *
   * @throws CudaException if the driver refuses, or after a sticky fault
   */
  public void launch(Stream stream) {
    lifetime.requireOpen();
    status.driver(
        JCudaDriver.cuGraphLaunch(executable, stream.handle()), "cuGraphLaunch", "stream", stream);
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
