package fcn4j.onednn;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** How the gradients of a convolution's weights and bias are computed. */
sealed interface WeightGradient extends AutoCloseable
    permits DirectWeightGradient, RowWeightGradient {

  /**
   * For kernels that see fewer values than this and 64 outputs, oneDNN's gradient is no faster, and
   * without AVX-512 it takes three times as long.
   */
  int FEW_VALUES = 64;

  /** The same where windows see padding alone: oneDNN then takes a slow way. */
  int FEW_VALUES_IN_MARGIN = 512;

  /** Chooses for a layer. */
  static WeightGradient of(
      Engine engine, String node, Conv2d conv, Shape in, Shape out, Workers<FloatScratch> workers) {
    boolean margin = conv.pad().h() >= conv.span().h() || conv.pad().w() >= conv.span().w();
    int values = conv.inChannels() * conv.kernel().area();
    return conv.groups() == 1 && values < (margin ? FEW_VALUES_IN_MARGIN : FEW_VALUES)
        ? new RowWeightGradient(engine, node, conv, in, out, workers)
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
