package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnLRNDescriptor;

/**
 * The constants of a local response normalisation across channels. Made by {@link Cudnn}, owned by
 * its maker.
 */
public final class LrnDescriptor implements Owned {
  private final cudnnLRNDescriptor handle = new cudnnLRNDescriptor();
  private final Lifetime lifetime = new Lifetime("LRN descriptor");

  LrnDescriptor(CudaStatus status, int size, double alpha, double beta, double k) {
    status.cudnn(JCudnn.cudnnCreateLRNDescriptor(handle), "cudnnCreateLRNDescriptor");
    lifetime.onClose(() ->
        status.release(
            Library.CUDNN, JCudnn.cudnnDestroyLRNDescriptor(handle), "cudnnDestroyLRNDescriptor"));
    try {
      status.cudnn(
          JCudnn.cudnnSetLRNDescriptor(handle, size, alpha, beta, k),
          "cudnnSetLRNDescriptor",
          "size",
          size,
          "alpha",
          alpha,
          "beta",
          beta,
          "k",
          k);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuDNN's handle; borrowed. */
  public cudnnLRNDescriptor handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
