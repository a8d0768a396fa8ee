package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;

/** The kind of an activation function. Made by {@link Cudnn}, owned by its maker. */
public final class ActivationDescriptor implements Owned {
  private static final int NOT_PROPAGATE_NAN = 0;

  private final cudnnActivationDescriptor handle = new cudnnActivationDescriptor();
  private final Lifetime lifetime = new Lifetime("activation descriptor");

  ActivationDescriptor(CudaStatus status, int mode) {
    status.cudnn(JCudnn.cudnnCreateActivationDescriptor(handle), "cudnnCreateActivationDescriptor");
    lifetime.onClose(() ->
        status.release(
            Library.CUDNN,
            JCudnn.cudnnDestroyActivationDescriptor(handle),
            "cudnnDestroyActivationDescriptor"));
    try {
      status.cudnn(
          JCudnn.cudnnSetActivationDescriptor(handle, mode, NOT_PROPAGATE_NAN, 0),
          "cudnnSetActivationDescriptor",
          "mode",
          mode);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuDNN's handle; borrowed. */
  public cudnnActivationDescriptor handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
