package fcn4j.cuda;

import jcuda.jcudnn.JCudnn;

/**
 * The passes of one convolution through cuDNN, with descriptors borrowed from the caller; all
 * passes enqueue on the handle's stream and may be captured.
 *
 * <p>Which algorithms there are and what they need is asked with {@link CudnnAlgorithms}.
 */
public final class CudnnConvolution {
  private final Cudnn cudnn;
  private final TensorDescriptor image;
  private final FilterDescriptor weights;
  private final ConvolutionDescriptor convolution;
  private final TensorDescriptor output;

  /**
   * Puts the descriptors together; they stay the caller's.
   *
   * @param image of the input
   * @param weights of the weights
   * @param output of the output
   */
  public CudnnConvolution(
      Cudnn cudnn,
      TensorDescriptor image,
      FilterDescriptor weights,
      ConvolutionDescriptor convolution,
      TensorDescriptor output) {
    this.cudnn = cudnn;
    this.image = image;
    this.weights = weights;
    this.convolution = convolution;
    this.output = output;
  }

  /**
   * out = image * weights, or out += image * weights.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void forward(int algorithm, ConvolutionBuffers at, boolean accumulate) {
    check(
        JCudnn.cudnnConvolutionForward(
            cudnn.handle(),
            Scalar.ONE,
            image.handle(),
            new DevicePointer(at.image()),
            weights.handle(),
            new DevicePointer(at.weights()),
            convolution.handle(),
            algorithm,
            new DevicePointer(at.workspace()),
            at.workspaceBytes(),
            Scalar.beta(accumulate),
            output.handle(),
            new DevicePointer(at.output())),
        "cudnnConvolutionForward",
        algorithm,
        at);
  }

  /**
   * out = activation(image * weights + bias) in one call.
   *
   * @param bias address of one number a channel, described by {@code biasDescriptor} (1,C,1,1)
   * @throws CudaException if cuDNN refuses; identity works with algorithm 1 only
   */
  public void forwardBiasActivation(
      int algorithm,
      ConvolutionBuffers at,
      long bias,
      TensorDescriptor biasDescriptor,
      ActivationDescriptor activation) {
    check(
        JCudnn.cudnnConvolutionBiasActivationForward(
            cudnn.handle(),
            Scalar.ONE,
            image.handle(),
            new DevicePointer(at.image()),
            weights.handle(),
            new DevicePointer(at.weights()),
            convolution.handle(),
            algorithm,
            new DevicePointer(at.workspace()),
            at.workspaceBytes(),
            Scalar.ZERO,
            output.handle(),
            new DevicePointer(at.output()),
            biasDescriptor.handle(),
            new DevicePointer(bias),
            activation.handle(),
            output.handle(),
            new DevicePointer(at.output())),
        "cudnnConvolutionBiasActivationForward",
        algorithm,
        at);
  }

  /**
   * The gradient of the input from {@code at.output} (dOut), written or added to {@code at.image}.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void backwardData(int algorithm, ConvolutionBuffers at, boolean accumulate) {
    check(
        JCudnn.cudnnConvolutionBackwardData(
            cudnn.handle(),
            Scalar.ONE,
            weights.handle(),
            new DevicePointer(at.weights()),
            output.handle(),
            new DevicePointer(at.output()),
            convolution.handle(),
            algorithm,
            new DevicePointer(at.workspace()),
            at.workspaceBytes(),
            Scalar.beta(accumulate),
            image.handle(),
            new DevicePointer(at.image())),
        "cudnnConvolutionBackwardData",
        algorithm,
        at);
  }

  /**
   * The gradient of the weights from {@code at.output} (dOut), written or added to {@code
   * at.weights}.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void backwardFilter(int algorithm, ConvolutionBuffers at, boolean accumulate) {
    check(
        JCudnn.cudnnConvolutionBackwardFilter(
            cudnn.handle(),
            Scalar.ONE,
            image.handle(),
            new DevicePointer(at.image()),
            output.handle(),
            new DevicePointer(at.output()),
            convolution.handle(),
            algorithm,
            new DevicePointer(at.workspace()),
            at.workspaceBytes(),
            Scalar.beta(accumulate),
            weights.handle(),
            new DevicePointer(at.weights())),
        "cudnnConvolutionBackwardFilter",
        algorithm,
        at);
  }

  /**
   * The gradient of the bias: the sum of dOut over images, rows and columns.
   *
   * @throws CudaException if cuDNN refuses
   */
  public void backwardBias(
      long dOut, TensorDescriptor biasDescriptor, long dBias, boolean accumulate) {
    cudnn
        .status()
        .cudnn(
            JCudnn.cudnnConvolutionBackwardBias(
                cudnn.handle(),
                Scalar.ONE,
                output.handle(),
                new DevicePointer(dOut),
                Scalar.beta(accumulate),
                biasDescriptor.handle(),
                new DevicePointer(dBias)),
            "cudnnConvolutionBackwardBias");
  }

  /** The algorithms for each pass of this convolution. */
  public CudnnAlgorithms algorithms() {
    return new CudnnAlgorithms(cudnn, image, weights, convolution, output);
  }

  private void check(int result, String call, int algorithm, ConvolutionBuffers at) {
    cudnn
        .status()
        .cudnn(result, call, "algorithm", algorithm, "workspaceBytes", at.workspaceBytes());
  }
}
