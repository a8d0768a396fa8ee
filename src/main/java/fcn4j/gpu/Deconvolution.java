package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The passes of a deconvolution into a window of its output, by the kernels of {@code deconv2d.cu}
 * and, for the bias, {@code bias_relu.cu}. The gradient of the input takes a thread a value where
 * few products make one or there are values enough to fill a GPU, else a block.
 */
final class Deconvolution {
  private static final int PRODUCTS_OF_A_THREAD = 128;
  private static final int ENOUGH_VALUES = 1 << 14;

  private final UpsamplingGeometry geometry;
  private final Call forward;
  private final Call backwardInput;
  private final Call backwardWeight;
  private final @Nullable ChannelSums bias;

  Deconvolution(GpuContext gpu, UpsamplingGeometry geometry) {
    this.geometry = geometry;
    Deconv2d op = geometry.op();
    Shape out = geometry.output();
    Grid pixels =
        Grids.pixels(Math.multiplyExact(out.n(), out.c()), geometry.outH(), geometry.outW());
    forward = call(gpu, "deconv2d_forward", pixels, 4, geometry.outChannels());
    long products = (long) geometry.outPerGroup() * op.kernel().area();
    boolean wide = products > PRODUCTS_OF_A_THREAD && geometry.in().count() < ENOUGH_VALUES;
    backwardInput =
        call(
            gpu,
            wide ? "deconv2d_backward_input_wide" : "deconv2d_backward_input",
            inputGrid(wide),
            3,
            op.inChannels());
    backwardWeight = call(gpu, "deconv2d_backward_weight", weightGrid(), 3, op.inChannels());
    bias =
        op.bias()
            ? new ChannelSums(gpu, "bias_relu", "bias_backward", "bias_backward_finish", out, 2)
            : null;
  }

  private Call call(GpuContext gpu, String kernel, Grid grid, int addresses, int channels) {
    Number[] scalars = geometry.scalars(channels).toArray(Number[]::new);
    return gpu.call("deconv2d", kernel, grid, addresses, scalars);
  }

  private Grid inputGrid(boolean wide) {
    Shape in = geometry.in();
    Extent2 kernel = geometry.op().kernel();
    int planes = Math.multiplyExact(in.n(), in.c());
    return wide
        ? Grids.windows(planes, in.h(), in.w(), geometry.outPerGroup(), kernel.h(), kernel.w())
        : Grids.pixels(planes, in.h(), in.w());
  }

  private Grid weightGrid() {
    Shape in = geometry.in();
    Extent2 kernel = geometry.op().kernel();
    int pairs = Math.multiplyExact(in.c(), geometry.outPerGroup());
    return Grids.windows(pairs, kernel.h(), kernel.w(), 1, in.h(), in.w());
  }

  /** Workspace of the gradients. */
  long workspaceBytes() {
    return bias == null ? 0 : bias.bytes();
  }

  /** Enqueues the output; parameters come from the arguments. */
  void forward(OpArgs args) {
    forward.run(
        Addresses.input(args, 0), Addresses.parameter(args, 0), bias(args), Addresses.output(args));
  }

  /** The bias's address; zero for none. */
  long bias(OpArgs args) {
    return bias == null ? 0 : Addresses.parameter(args, 1);
  }

  /** Enqueues the wanted gradients of input 0, weights and bias. */
  void backward(OpArgs args, GradModes modes) {
    GradMode forInput = modes.inputs().getFirst();
    GradMode forWeight = modes.parameters().getFirst();
    if (forInput != GradMode.IGNORE) {
      backwardInput.run(
          forInput,
          Addresses.dOutput(args),
          Addresses.parameter(args, 0),
          Addresses.dInput(args, 0));
    }
    if (forWeight != GradMode.IGNORE) {
      backwardWeight(args, forWeight);
    }
    if (bias != null && modes.parameters().get(1) != GradMode.IGNORE) {
      long parts = Addresses.workspace(args, bias.bytes());
      bias.parts(Addresses.dOutput(args), parts);
      bias.finish(modes.parameters().get(1), parts, Addresses.dParameter(args, 1));
    }
  }

  private void backwardWeight(OpArgs args, GradMode mode) {
    View weights = args.dParameters().getFirst();
    if (weights != null && geometry.op().diagonal() && mode == GradMode.OVERWRITE) {
      // The kernel visits the diagonal only.
      weights
          .memory()
          .zero(weights.offsetBytes(), Addresses.bytes(weights.type(), weights.shape().count()));
    }
    backwardWeight.run(
        mode, Addresses.input(args, 0), Addresses.dOutput(args), Addresses.dParameter(args, 0));
  }
}
