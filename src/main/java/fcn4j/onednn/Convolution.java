package fcn4j.onednn;

import fcn4j.onednn.ProductConvolution.Pass;
import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a convolution is computed: as a product with the weights where these are many or the kernel
 * is one pixel, by Winograd's transform where the kernel is 3x3, else by oneDNN's convolution; in
 * bfloat16, which is for inference alone, always by oneDNN's convolution.
 */
sealed interface Convolution extends AutoCloseable
    permits Bf16Convolution, DirectConvolution, ProductConvolution, WinogradConvolution {

  /** Kernels above 1x1 with more weights than this are computed as a product of patches. */
  long MANY_WEIGHTS = 1 << 22;

  /**
   * Chooses for a layer.
   *
   * @param relu whether negative outputs become 0
   * @param training whether gradients will be asked for
   */
  static Convolution of(
      Engine engine,
      String node,
      Conv2d conv,
      List<Shape> inputs,
      boolean relu,
      boolean training,
      Workers<FloatScratch> workers) {
    Shape in = inputs.getFirst();
    Shape out = conv.output(inputs);
    if (engine.precision() == OnednnPrecision.BF16 && !training) {
      return new Bf16Convolution(engine, node, conv, in, out, relu);
    }
    long weights = (long) conv.outChannels() * conv.inChannels() * conv.kernel().area();
    boolean product =
        conv.groups() == 1
            && (PatchRows.isPointwise(conv) || conv.kernel().area() > 1 && weights > MANY_WEIGHTS);
    if (WinogradConvolution.suits(conv, out, training)) {
      return new WinogradConvolution(engine, node, conv, in, out, relu, training, workers);
    }
    return product
        ? new ProductConvolution(
            engine,
            node,
            conv,
            in,
            out,
            relu,
            training ? Pass.OF_TRAINING : Pass.OF_INFERENCE,
            ProductConvolution.CHUNK_BYTES,
            workers)
        : new DirectConvolution(engine, node, conv, in, out, relu, training, workers);
  }

  /** Scratch memory of any pass; 0 for none. */
  long workspaceBytes();

  /** Scratch memory of {@link #forward}. */
  default long forwardWorkspaceBytes() {
    return workspaceBytes();
  }

  /** Bytes of the packed copies of the weights that any pass keeps; 0 for none. */
  default long packedBytes() {
    return 0;
  }

  /** Computes the output. */
  void forward(View in, View weights, @Nullable View bias, View out, long workspace);

  /** Computes the gradient of the input; the mode is not {@link GradMode#IGNORE}. */
  void backwardInput(View dOut, View weights, View dIn, GradMode mode, long workspace);

  /** Computes the gradients of the weights and of the bias; a null one is not wanted. */
  void backwardWeights(
      View in,
      View dOut,
      @Nullable View dWeights,
      GradMode weightMode,
      @Nullable View dBias,
      GradMode biasMode,
      long workspace);

  @Override
  void close();
}
