package fcn4j.gpu;

import fcn4j.cuda.ConvolutionPass;
import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Conv2d}: products through cuDNN, or cuBLAS for 1x1 kernels where that is faster; the bias
 * by the kernels of {@code bias_relu.cu}.
 */
final class Conv2dGpu implements BoundOp {
  private final Convolution convolution;
  private final @Nullable Call addBias;
  private final @Nullable ChannelSums biasSums;

  Conv2dGpu(GpuContext gpu, Conv2d op, Shape in, boolean backward) {
    Shape out = op.output(List.of(in));
    addBias = op.bias() ? addBias(gpu, out, false) : null;
    biasSums =
        op.bias() && backward
            ? new ChannelSums(gpu, "bias_relu", "bias_backward", "bias_backward_finish", out, 2)
            : null;
    convolution = new Convolution(gpu, op, in, out, backward);
  }

  /** Prepares the kernel that adds a bias to an output in place, rectifying or not. */
  static Call addBias(GpuContext gpu, Shape out, boolean rectify) {
    return gpu.call(
        "bias_relu",
        "bias_relu_forward",
        Grids.streamPlanes(out),
        2,
        out.n(),
        out.c(),
        out.planeCount(),
        rectify ? 1 : 0);
  }

  @Override
  public long workspaceBytes() {
    return Math.max(convolution.workspaceBytes(), biasSums == null ? 0 : biasSums.bytes());
  }

  @Override
  public void forward(OpArgs args) {
    long out = Addresses.output(args);
    convolution.run(
        ConvolutionPass.FORWARD,
        GradMode.OVERWRITE,
        Addresses.input(args, 0),
        Addresses.parameter(args, 0),
        out,
        Addresses.workspace(args, workspaceBytes()));
    if (addBias != null) {
      addBias.run(Addresses.parameter(args, 1), out);
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    long workspace = Addresses.workspace(args, workspaceBytes());
    long dOut = Addresses.dOutput(args);
    if (biasSums != null && modes.parameters().get(1) != GradMode.IGNORE) {
      biasSums.parts(dOut, workspace);
      biasSums.finish(modes.parameters().get(1), workspace, Addresses.dParameter(args, 1));
    }
    products(convolution, args, modes, dOut, workspace);
  }

  /** Enqueues the wanted gradients of weights and input. */
  static void products(
      Convolution convolution, OpArgs args, GradModes modes, long dOut, long workspace) {
    GradMode forWeight = modes.parameters().getFirst();
    GradMode forInput = modes.inputs().getFirst();
    if (forWeight != GradMode.IGNORE) {
      convolution.run(
          ConvolutionPass.BACKWARD_FILTER,
          forWeight,
          Addresses.input(args, 0),
          Addresses.dParameter(args, 0),
          dOut,
          workspace);
    }
    if (forInput != GradMode.IGNORE) {
      convolution.run(
          ConvolutionPass.BACKWARD_DATA,
          forInput,
          Addresses.dInput(args, 0),
          Addresses.parameter(args, 0),
          dOut,
          workspace);
    }
  }

  @Override
  public void close() {
    convolution.close();
  }
}
