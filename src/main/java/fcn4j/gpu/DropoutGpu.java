package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.Dropout;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/**
 * {@link Dropout} by the kernel of {@code dropout.cu}; tensors may stand in place. Seed and step
 * are read from device memory, so that recorded work draws new masks.
 */
final class DropoutGpu implements BoundOp {
  private final GpuContext gpu;
  private final Call call;

  DropoutGpu(GpuContext gpu, Dropout op, Shape shape) {
    this.gpu = gpu;
    call =
        gpu.call(
            "dropout",
            "dropout_forward",
            Grids.stream(shape.count()),
            3,
            shape.count(),
            op.threshold(),
            op.keepScale(),
            op.stream());
  }

  @Override
  public void forward(OpArgs args) {
    call.run(Addresses.input(args, 0), gpu.stepState(), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      call.run(mode, Addresses.dOutput(args), gpu.stepState(), Addresses.dInput(args, 0));
    }
  }
}
