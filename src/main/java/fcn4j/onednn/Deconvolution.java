package fcn4j.onednn;

import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;

/**
 * A window of a deconvolution: in own Java where each channel is by itself, else as the transpose
 * of a convolution by oneDNN.
 */
sealed interface Deconvolution extends AutoCloseable
    permits ChannelwiseDeconvolution, TransposedConvolution {

  /**
   * Chooses for a layer.
   *
   * @param window rows and columns of the window count
   * @param offset the window's first row and column in the deconvolution's output
   */
  static Deconvolution of(
      Engine engine,
      String node,
      Deconv2d deconv,
      Shape in,
      Shape window,
      Extent2 offset,
      Workers<FloatScratch> workers) {
    Shape out = new Shape(in.n(), deconv.outChannels(), window.h(), window.w());
    return deconv.channelwise()
        ? new ChannelwiseDeconvolution(deconv, in, out, offset, workers)
        : new TransposedConvolution(engine, node, deconv, in, out, offset, workers);
  }

  /** Scratch memory of any pass. */
  long workspaceBytes();

  /** Bytes of the packed copies of the weights that any pass keeps; 0 for none. */
  default long packedBytes() {
    return 0;
  }

  /** Computes the window, the bias included. */
  void forward(OpArgs args);

  /** Computes the gradients of the first input and of the parameters, those that are wanted. */
  void backward(OpArgs args, GradModes modes);

  /** The gradient of the bias, if there is one and it is wanted. */
  static void backwardBias(
      Deconv2d deconv, Shape out, OpArgs args, GradModes modes, Workers<FloatScratch> workers) {
    if (deconv.bias() && modes.parameters().get(1) != GradMode.IGNORE) {
      new ColumnSums(out.n() * out.h() * out.w(), out.c())
          .run(workers, args.dOutput(), args.dParameters().get(1), modes.parameters().get(1));
    }
  }

  /** The bias of every float of a row: zeros if there is none. */
  static float[] biasRow(Deconv2d deconv, Shape out, OpArgs args) {
    float[] row = new float[out.w() * out.c()];
    if (deconv.bias()) {
      Floats bias = Floats.of(args.parameters().get(1));
      for (int at = 0; at < row.length; at += out.c()) {
        bias.read(0, out.c(), row, at);
      }
    }
    return row;
  }

  @Override
  void close();
}
