package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionDescriptor;

/**
 * Padding, strides, dilations, groups and math mode of a convolution. Made by {@link Cudnn}, owned
 * by its maker.
 */
public final class ConvolutionDescriptor implements Owned {
  private static final int CROSS_CORRELATION = 1;

  private final cudnnConvolutionDescriptor handle = new cudnnConvolutionDescriptor();
  private final Lifetime lifetime = new Lifetime("convolution descriptor");

  ConvolutionDescriptor(
      CudaStatus status, ConvolutionShape shape, MathMode math, DataType accumulate) {
    status.cudnn(
        JCudnn.cudnnCreateConvolutionDescriptor(handle), "cudnnCreateConvolutionDescriptor");
    lifetime.onClose(() ->
        status.release(
            Library.CUDNN,
            JCudnn.cudnnDestroyConvolutionDescriptor(handle),
            "cudnnDestroyConvolutionDescriptor"));
    try {
      status.cudnn(
          JCudnn.cudnnSetConvolution2dDescriptor(
              handle,
              shape.padH(),
              shape.padW(),
              shape.strideH(),
              shape.strideW(),
              shape.dilationH(),
              shape.dilationW(),
              CROSS_CORRELATION,
              accumulate.cudnn()),
          "cudnnSetConvolution2dDescriptor",
          "shape",
          shape,
          "accumulate",
          accumulate);
      status.cudnn(
          JCudnn.cudnnSetConvolutionGroupCount(handle, shape.groups()),
          "cudnnSetConvolutionGroupCount",
          "groups",
          shape.groups());
      status.cudnn(
          JCudnn.cudnnSetConvolutionMathType(handle, math.cudnn()),
          "cudnnSetConvolutionMathType",
          "math",
          math);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuDNN's handle; borrowed. */
  public cudnnConvolutionDescriptor handle() {
    lifetime.requireOpen();
    return handle;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
