package fcn4j.cuda;

import jcuda.jcudnn.JCudnn;

/**
 * A local response normalisation across channels through cuDNN, with descriptors borrowed from the
 * caller; both passes enqueue on the handle's stream.
 */
public final class CudnnLrn {
  private static final int ACROSS_CHANNELS = 0;

  private final Cudnn cudnn;
  private final LrnDescriptor lrn;
  private final TensorDescriptor tensor;

  /** Puts the descriptors together; they stay the caller's. Input and output are alike. */
  public CudnnLrn(Cudnn cudnn, LrnDescriptor lrn, TensorDescriptor tensor) {
    this.cudnn = cudnn;
    this.lrn = lrn;
    this.tensor = tensor;
  }

  /**
   * Normalises {@code in} to {@code out}, both device addresses.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void forward(long in, long out) {
    cudnn
        .status()
        .cudnn(
            JCudnn.cudnnLRNCrossChannelForward(
                cudnn.handle(),
                lrn.handle(),
                ACROSS_CHANNELS,
                Scalar.ONE,
                tensor.handle(),
                new DevicePointer(in),
                Scalar.ZERO,
                tensor.handle(),
                new DevicePointer(out)),
            "cudnnLRNCrossChannelForward");
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
            JCudnn.cudnnLRNCrossChannelBackward(
                cudnn.handle(),
                lrn.handle(),
                ACROSS_CHANNELS,
                Scalar.ONE,
                tensor.handle(),
                new DevicePointer(out),
                tensor.handle(),
                new DevicePointer(dOut),
                tensor.handle(),
                new DevicePointer(in),
                Scalar.beta(accumulate),
                tensor.handle(),
                new DevicePointer(dIn)),
            "cudnnLRNCrossChannelBackward");
  }
}
