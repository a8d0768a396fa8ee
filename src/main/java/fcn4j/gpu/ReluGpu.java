package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/** {@link fcn4j.op.Relu} by the kernels of {@code relu.cu}; tensors may stand in place. */
final class ReluGpu implements BoundOp {
  private final Call forward;
  private final Call backward;

  ReluGpu(GpuContext gpu, Shape shape) {
    long count = shape.count();
    forward = gpu.call("relu", "relu_forward", Grids.stream(count), 2, count);
    backward = gpu.call("relu", "relu_backward", Grids.stream(count), 3, count);
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
