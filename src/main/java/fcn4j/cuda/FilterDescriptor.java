package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnFilterDescriptor;

/**
 * The extents, layout and number format of a convolution's weights. Made by {@link Cudnn}, owned by
 * its maker.
 */
public final class FilterDescriptor implements Owned {
  private final cudnnFilterDescriptor handle = new cudnnFilterDescriptor();
  private final Lifetime lifetime = new Lifetime("filter descriptor");

  FilterDescriptor(
      CudaStatus status, TensorLayout layout, DataType type, int k, int c, int h, int w) {
    status.cudnn(JCudnn.cudnnCreateFilterDescriptor(handle), "cudnnCreateFilterDescriptor");
    lifetime.onClose(() ->
        status.release(
            Library.CUDNN,
            JCudnn.cudnnDestroyFilterDescriptor(handle),
            "cudnnDestroyFilterDescriptor"));
    try {
      status.cudnn(
          JCudnn.cudnnSetFilter4dDescriptor(handle, type.cudnn(), layout.ordinal(), k, c, h, w),
          "cudnnSetFilter4dDescriptor",
          layout,
          type,
          "k",
          k,
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
  public cudnnFilterDescriptor handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
