package fcn4j.gpu;

import fcn4j.cuda.ConvolutionPass;
import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * {@link Conv2dRelu}: the convolution as in {@link Conv2dGpu}; bias and rectification in one pass
 * over the output, and in backward mask and gradient of the bias in one pass. The masked gradient
 * lies in the workspace.
 */
final class Conv2dReluGpu implements BoundOp {
  private static final int ALIGNMENT_BYTES = 256;

  private final Convolution convolution;
  private final boolean bias;
  private final boolean backward;
  private final Call finish;
  private final Call mask;
  private final ChannelSums maskAndSums;
  private final long maskedBytes;

  Conv2dReluGpu(GpuContext gpu, Conv2d op, Shape in, boolean backward) {
    Shape out = op.output(List.of(in));
    long count = out.count();
    bias = op.bias();
    this.backward = backward;
    finish =
        bias
            ? Conv2dGpu.addBias(gpu, out, true)
            : gpu.call("relu", "relu_forward", Grids.stream(count), 2, count);
    mask = gpu.call("bias_relu", "bias_relu_mask", Grids.stream(count), 3, count);
    maskAndSums =
        new ChannelSums(gpu, "bias_relu", "bias_relu_backward", "bias_backward_finish", out, 4);
    maskedBytes = Math.ceilDiv(count * Float.BYTES, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    convolution = new Convolution(gpu, op, in, out, backward);
  }

  /** For gradients the masked one, then what sums or products need. */
  @Override
  public long workspaceBytes() {
    if (!backward) {
      return convolution.workspaceBytes();
    }
    return maskedBytes + Math.max(maskAndSums.bytes(), convolution.workspaceBytes());
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
    finish.run(bias ? Addresses.parameter(args, 1) : out, out);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    long masked = Addresses.workspace(args, workspaceBytes());
    long rest = masked + maskedBytes;
    long out = Addresses.output(args);
    long dOut = Addresses.dOutput(args);
    if (bias && modes.parameters().get(1) != GradMode.IGNORE) {
      maskAndSums.parts(out, dOut, masked, rest);
      maskAndSums.finish(modes.parameters().get(1), rest, Addresses.dParameter(args, 1));
    } else {
      mask.run(out, dOut, masked);
    }
    Conv2dGpu.products(convolution, args, modes, masked, rest);
  }

  @Override
  public void close() {
    convolution.close();
  }
}
