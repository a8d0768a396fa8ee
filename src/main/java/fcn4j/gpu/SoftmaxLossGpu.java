package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;

/**
 * {@link SoftmaxLoss} by the kernels of {@code softmax_loss.cu}: each pass reads the scores once;
 * maximum and inverse sum of every pixel are saved.
 */
final class SoftmaxLossGpu implements BoundOp {
  private final boolean masked;
  private final Call forward;
  private final Call backward;
  private final LossBuffers buffers;

  SoftmaxLossGpu(GpuContext gpu, SoftmaxLoss op, Shape scores) {
    masked = op.masked();
    Number[] extents = {scores.n(), scores.c(), scores.planeCount()};
    Grid blocks = Grids.loss(scores.n(), scores.planeCount());
    Grid all = Grids.rows(scores.n(), scores.planeCount());
    forward = gpu.call("softmax_loss", "softmax_loss_forward", blocks, 8, extents);
    backward = gpu.call("softmax_loss", "softmax_loss_backward", all, 8, extents);
    buffers = new LossBuffers(gpu, op, scores.withChannels(1), scores.c(), forward.blocks());
  }

  @Override
  public long savedBytes() {
    return buffers.savedBytes();
  }

  @Override
  public long workspaceBytes() {
    return buffers.workspaceBytes();
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(
        Addresses.input(args, 0),
        Addresses.input(args, 1),
        mask(args),
        buffers.classWeights(),
        buffers.parts(args),
        buffers.pixelMax(args),
        buffers.pixelInverse(args),
        buffers.flag());
    buffers.finish(args);
  }

  private long mask(OpArgs args) {
    return masked ? Addresses.input(args, 2) : 0;
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      backward.run(
          mode,
          Addresses.input(args, 0),
          Addresses.input(args, 1),
          mask(args),
          buffers.classWeights(),
          buffers.pixelMax(args),
          buffers.pixelInverse(args),
          buffers.scale(args),
          Addresses.dInput(args, 0));
    }
  }

  @Override
  public void verify(OpArgs args) {
    buffers.verify();
  }

  @Override
  public void close() {
    buffers.close();
  }
}
