package fcn4j.cuda;

import jcuda.jcudnn.JCudnn;

/**
 * A pooling through cuDNN with descriptors borrowed from the caller; both passes enqueue on the
 * handle's stream.
 */
public final class CudnnPooling {
  private final Cudnn cudnn;
  private final PoolingDescriptor pooling;
  private final TensorDescriptor image;
  private final TensorDescriptor output;

  /** Puts the descriptors together; they stay the caller's. */
  public CudnnPooling(
      Cudnn cudnn, PoolingDescriptor pooling, TensorDescriptor image, TensorDescriptor output) {
    this.cudnn = cudnn;
    this.pooling = pooling;
    this.image = image;
    this.output = output;
  }

  /**
   * Pools {@code in} to {@code out}, both device addresses.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void forward(long in, long out) {
    cudnn
        .status()
        .cudnn(
            JCudnn.cudnnPoolingForward(
                cudnn.handle(),
                pooling.handle(),
                Scalar.ONE,
                image.handle(),
                new DevicePointer(in),
                Scalar.ZERO,
                output.handle(),
                new DevicePointer(out)),
            "cudnnPoolingForward");
  }

  /**
   * The gradient of the input, written or added to {@code dIn}; all are device addresses.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void backward(long in, long out, long dOut, long dIn, boolean accumulate) {
    cudnn
        .status()
        .cudnn(
            JCudnn.cudnnPoolingBackward(
                cudnn.handle(),
                pooling.handle(),
                Scalar.ONE,
                output.handle(),
                new DevicePointer(out),
                output.handle(),
                new DevicePointer(dOut),
                image.handle(),
                new DevicePointer(in),
                Scalar.beta(accumulate),
                image.handle(),
                new DevicePointer(dIn)),
            "cudnnPoolingBackward");
  }
}
