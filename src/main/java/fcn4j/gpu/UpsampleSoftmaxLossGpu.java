package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link UpsampleSoftmaxLoss} by the kernels of {@code upsample_softmax_loss.cu}: neither the
 * full-size scores nor their gradient exist; maximum and inverse sum of every pixel are saved. The
 * gradient takes a thread a coarse score where its window is small, else a block.
 */
final class UpsampleSoftmaxLossGpu implements BoundOp {
  private static final int PIXELS_OF_A_THREAD = 64;

  private final boolean masked;
  private final Call forward;
  private final Call backward;
  private final LossBuffers buffers;

  UpsampleSoftmaxLossGpu(GpuContext gpu, UpsampleSoftmaxLoss op, List<Shape> inputs) {
    masked = op.loss().masked();
    Shape in = inputs.get(0);
    Shape labels = inputs.get(1);
    Extent2 kernel = op.deconv().kernel();
    UpsamplingGeometry geometry = UpsamplingGeometry.window(op.deconv(), in, labels, op.offset());
    Number[] scalars = scalars(geometry);
    forward =
        gpu.call(
            "upsample_softmax_loss",
            "upsample_softmax_loss_forward",
            Grids.pixels(labels.n(), labels.h(), labels.w()),
            9,
            scalars);
    int planes = Math.multiplyExact(in.n(), in.c());
    boolean wide = kernel.area() > PIXELS_OF_A_THREAD;
    Grid grid =
        wide
            ? Grids.windows(planes, in.h(), in.w(), 1, kernel.h(), kernel.w())
            : Grids.pixels(planes, in.h(), in.w());
    backward =
        gpu.call(
            "upsample_softmax_loss",
            wide ? "upsample_softmax_loss_backward_wide" : "upsample_softmax_loss_backward",
            grid,
            9,
            scalars);
    buffers = new LossBuffers(gpu, op.loss(), labels, in.c(), forward.blocks());
  }

  private static Number[] scalars(UpsamplingGeometry geometry) {
    Shape in = geometry.in();
    List<Number> list = new ArrayList<>(List.of(in.n(), in.c(), in.h(), in.w()));
    list.addAll(List.of(geometry.outH(), geometry.outW()));
    list.addAll(geometry.weights());
    return list.toArray(Number[]::new);
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
        Addresses.parameter(args, 0),
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
    if (modes.parameters().getFirst() != GradMode.IGNORE) {
      throw new IllegalArgumentException(
          "UpsampleSoftmaxLoss has fixed weights; for their gradient leave the nodes unfused");
    }
    if (mode != GradMode.IGNORE) {
      backward.run(
          mode,
          Addresses.input(args, 0),
          Addresses.parameter(args, 0),
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
