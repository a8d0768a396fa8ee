package fcn4j.onednn;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** How the gradients of a convolution's weights and bias are computed. */
sealed interface WeightGradient extends AutoCloseable
    permits DirectWeightGradient, ProductConvolution {

  /** oneDNN has no fast gradient for kernels that see fewer values than this. */
  int FEWEST_VALUES = 64;

  /** Chooses for a layer. */
  static WeightGradient of(
      Engine engine, String node, Conv2d conv, Shape in, Shape out, Workers<FloatScratch> workers) {
    boolean few = conv.groups() == 1 && conv.inChannels() * conv.kernel().area() < FEWEST_VALUES;
    return few
        ? new ProductConvolution(
            engine,
            node,
            conv,
            in,
            out,
            false,
            ProductConvolution.Pass.OF_WEIGHTS,
            ProductConvolution.CHUNK_BYTES,
            workers)
        : new DirectWeightGradient(engine, node, conv, in, out, workers);
  }

  /** Scratch memory; 0 for none. */
  long workspaceBytes();

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
