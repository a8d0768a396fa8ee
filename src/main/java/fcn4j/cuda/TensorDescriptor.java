package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** The extents, layout and number format of a tensor. Made by {@link Cudnn}, owned by its maker. */
public final class TensorDescriptor implements Owned {
  private final cudnnTensorDescriptor handle = new cudnnTensorDescriptor();
  private final Lifetime lifetime = new Lifetime("tensor descriptor");

  TensorDescriptor(
      CudaStatus status, TensorLayout layout, DataType type, int n, int c, int h, int w) {
    status.cudnn(JCudnn.cudnnCreateTensorDescriptor(handle), "cudnnCreateTensorDescriptor");
    lifetime.onClose(() ->
        status.release(
            Library.CUDNN,
            JCudnn.cudnnDestroyTensorDescriptor(handle),
            "cudnnDestroyTensorDescriptor"));
    try {
      status.cudnn(
          JCudnn.cudnnSetTensor4dDescriptor(handle, layout.ordinal(), type.cudnn(), n, c, h, w),
          "cudnnSetTensor4dDescriptor",
          layout,
          type,
          "n",
          n,
          "c",
          c,
          "h",
          h,
          "w",
          w);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuDNN's handle; borrowed. */
  public cudnnTensorDescriptor handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
