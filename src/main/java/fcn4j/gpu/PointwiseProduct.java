package fcn4j.gpu;

import fcn4j.cuda.ConvolutionBuffers;
import fcn4j.cuda.ConvolutionPass;
import fcn4j.cuda.Cublas;
import fcn4j.cuda.Cublas.Matrix;
import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;

/**
 * A 1x1 convolution with stride 1, without padding and groups, as matrix products through cuBLAS:
 * one an image, batched.
 *
 * <p>Row-major (C,P) planes are column-major (P,C) matrices: out = in * weights^T, dIn = dOut *
 * weights, and dWeights^T = in^T * dOut, summed over the images in order.
 */
final class PointwiseProduct {
  private final Cublas cublas;
  private final int images;
  private final int pixels;
  private final int inChannels;
  private final int outChannels;

  PointwiseProduct(Cublas cublas, Conv2d op, Shape in) {
    this.cublas = cublas;
    images = in.n();
    pixels = Math.toIntExact(in.planeCount());
    inChannels = op.inChannels();
    outChannels = op.outChannels();
  }

  /** Whether a convolution is such a product. */
  static boolean fits(Conv2d op, Shape in) {
    return op.kernel().equals(Extent2.ONE)
        && op.stride().equals(Extent2.ONE)
        && op.pad().equals(Extent2.ZERO)
        && op.groups() == 1
        && in.planeCount() <= Integer.MAX_VALUE;
  }

  /** Enqueues a pass. */
  void run(ConvolutionPass pass, ConvolutionBuffers at, boolean accumulate) {
    float beta = accumulate ? 1 : 0;
    switch (pass) {
      case FORWARD -> forward(at, beta);
      case BACKWARD_DATA -> backwardData(at, beta);
      case BACKWARD_FILTER -> backwardFilter(at, beta);
    }
  }

  private Matrix planes(long address, int channels) {
    return new Matrix(address, pixels, (long) pixels * channels);
  }

  private void forward(ConvolutionBuffers at, float beta) {
    cublas.sgemmBatch(
        false,
        false,
        pixels,
        outChannels,
        inChannels,
        1,
        planes(at.image(), inChannels),
        new Matrix(at.weights(), inChannels),
        beta,
        planes(at.output(), outChannels),
        images);
  }

  private void backwardData(ConvolutionBuffers at, float beta) {
    cublas.sgemmBatch(
        false,
        true,
        pixels,
        inChannels,
        outChannels,
        1,
        planes(at.output(), outChannels),
        new Matrix(at.weights(), inChannels),
        beta,
        planes(at.image(), inChannels),
        images);
  }

  private void backwardFilter(ConvolutionBuffers at, float beta) {
    for (int image = 0; image < images; image++) {
      long plane = (long) image * pixels * Float.BYTES;
      cublas.sgemm(
          true,
          false,
          inChannels,
          outChannels,
          pixels,
          1,
          new Matrix(at.image() + plane * inChannels, pixels),
          new Matrix(at.output() + plane * outChannels, pixels),
          image == 0 ? beta : 1,
          new Matrix(at.weights(), inChannels));
    }
  }
}
