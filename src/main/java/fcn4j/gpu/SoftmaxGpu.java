package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/** {@link fcn4j.op.Softmax} by the kernels of {@code softmax.cu}. */
final class SoftmaxGpu implements BoundOp {
  private final Call forward;
  private final Call backward;

  SoftmaxGpu(GpuContext gpu, Shape shape) {
    Grid grid = Grids.rows(shape.n(), shape.planeCount());
    Number[] extents = {shape.n(), shape.c(), shape.planeCount()};
    forward = gpu.call("softmax", "softmax_forward", grid, 2, extents);
    backward = gpu.call("softmax", "softmax_backward", grid, 3, extents);
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(Addresses.input(args, 0), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      backward.run(
          mode, Addresses.output(args), Addresses.dOutput(args), Addresses.dInput(args, 0));
    }
  }
}
