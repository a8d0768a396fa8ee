package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;

/**
 * A cuDNN handle on the compute stream and the maker of its descriptors. Made by {@link Gpu#cudnn}.
 *
 * <p>The calls that compute are in {@link CudnnConvolution}, {@link CudnnPooling} and {@link
 * CudnnLrn}. Every method here throws {@link CudaException} where cuDNN refuses the values.
 */
public final class Cudnn implements Owned {
  private static final int RELU = 1;
  private static final int IDENTITY = 5;

  private final CudaStatus status;
  private final cudnnHandle handle = new cudnnHandle();
  private final Lifetime lifetime = new Lifetime("cuDNN handle");

  Cudnn(CudaStatus status, Stream stream) {
    this.status = status;
    status.cudnn(JCudnn.cudnnCreate(handle), "cudnnCreate");
    lifetime.onClose(
        () -> status.release(Library.CUDNN, JCudnn.cudnnDestroy(handle), "cudnnDestroy"));
    try {
      status.cudnn(
          JCudnn.cudnnSetStream(handle, stream.runtimeHandle()), "cudnnSetStream", "to", stream);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuDNN's version, as in 91002 for 9.10.2. */
  public long version() {
    return JCudnn.cudnnGetVersion();
  }

  /** cuDNN's handle; borrowed. */
  public cudnnHandle handle() {
    lifetime.requireOpen();
    return handle;
  }

  CudaStatus status() {
    return status;
  }

  /** Describes a tensor without gaps; the caller owns the descriptor. */
  public TensorDescriptor tensor(TensorLayout layout, DataType type, int n, int c, int h, int w) {
    return new TensorDescriptor(status, layout, type, n, c, h, w);
  }

  /** Describes weights of k outputs and c inputs a group; the caller owns the descriptor. */
  public FilterDescriptor filter(TensorLayout layout, DataType type, int k, int c, int h, int w) {
    return new FilterDescriptor(status, layout, type, k, c, h, w);
  }

  /**
   * Describes a convolution (cross-correlation, as networks have it); the caller owns the
   * descriptor.
   *
   * @param accumulate {@code FLOAT32}, or {@code FLOAT64} for tensors of doubles
   */
  public ConvolutionDescriptor convolution(
      ConvolutionShape shape, MathMode math, DataType accumulate) {
    return new ConvolutionDescriptor(status, shape, math, accumulate);
  }

  /** Describes a pooling; the caller owns the descriptor. */
  public PoolingDescriptor pooling(PoolingShape shape) {
    return new PoolingDescriptor(status, shape);
  }

  /**
   * Describes out = in / (k + alpha / size * sum of squares over the window)^beta; the caller owns
   * the descriptor.
   *
   * @param size channels of the window, 1 to 16
   */
  public LrnDescriptor lrn(int size, double alpha, double beta, double k) {
    return new LrnDescriptor(status, size, alpha, beta, k);
  }

  /** Describes max(x, 0); the caller owns the descriptor. */
  public ActivationDescriptor relu() {
    return new ActivationDescriptor(status, RELU);
  }

  /** Describes x itself, for a convolution with bias alone; the caller owns the descriptor. */
  public ActivationDescriptor identity() {
    return new ActivationDescriptor(status, IDENTITY);
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
