package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.PrepareImage;
import fcn4j.tensor.Shape;

/** {@link PrepareImage} by the kernel of {@code prepare_image.cu}; no gradient. */
final class PrepareImageGpu implements BoundOp {
  private final boolean jittered;
  private final Call forward;

  PrepareImageGpu(GpuContext gpu, PrepareImage op, Shape output) {
    jittered = op.jittered();
    forward =
        gpu.call(
            "prepare_image",
            "prepare_image_forward",
            Grids.pixels(output.n(), output.h(), output.w()),
            3,
            output.n(),
            output.h(),
            output.w(),
            op.mean().get(0),
            op.mean().get(1),
            op.mean().get(2),
            op.scale(),
            op.bgr() ? 1 : 0);
  }

  @Override
  public void forward(OpArgs args) {
    long jitter = jittered ? Addresses.input(args, 1) : 0;
    forward.run(Addresses.input(args, 0), jitter, Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
