package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/** {@link fcn4j.op.PrepareLabel} by the kernel of {@code prepare_label.cu}; no gradient. */
final class PrepareLabelGpu implements BoundOp {
  private final Call forward;

  PrepareLabelGpu(GpuContext gpu, Shape shape) {
    forward =
        gpu.call(
            "prepare_label",
            "prepare_label_forward",
            Grids.pixels(shape.n(), shape.h(), shape.w()),
            3,
            shape.n(),
            shape.h(),
            shape.w());
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(Addresses.input(args, 0), Addresses.input(args, 1), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
