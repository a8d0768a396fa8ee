package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/** {@link fcn4j.op.ArgMax} by the kernel of {@code argmax.cu}; there is no gradient. */
final class ArgMaxGpu implements BoundOp {
  private final Call forward;

  ArgMaxGpu(GpuContext gpu, Shape shape) {
    forward =
        gpu.call(
            "argmax",
            "argmax_forward",
            Grids.rows(shape.n(), shape.planeCount()),
            2,
            shape.n(),
            shape.c(),
            shape.planeCount());
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(Addresses.input(args, 0), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
