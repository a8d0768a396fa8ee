package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnPoolingDescriptor;

/** Kind, window, padding and strides of a pooling. Made by {@link Cudnn}, owned by its maker. */
public final class PoolingDescriptor implements Owned {
  private static final int NOT_PROPAGATE_NAN = 0;

  private final cudnnPoolingDescriptor handle = new cudnnPoolingDescriptor();
  private final Lifetime lifetime = new Lifetime("pooling descriptor");

  PoolingDescriptor(CudaStatus status, PoolingShape shape) {
    status.cudnn(JCudnn.cudnnCreatePoolingDescriptor(handle), "cudnnCreatePoolingDescriptor");
    lifetime.onClose(() ->
        status.release(
            Library.CUDNN,
            JCudnn.cudnnDestroyPoolingDescriptor(handle),
            "cudnnDestroyPoolingDescriptor"));
    try {
      status.cudnn(
          JCudnn.cudnnSetPooling2dDescriptor(
              handle,
              shape.kind().cudnn(),
              NOT_PROPAGATE_NAN,
              shape.windowH(),
              shape.windowW(),
              shape.padH(),
              shape.padW(),
              shape.strideH(),
              shape.strideW()),
          "cudnnSetPooling2dDescriptor",
          "shape",
          shape);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuDNN's handle; borrowed. */
  public cudnnPoolingDescriptor handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
