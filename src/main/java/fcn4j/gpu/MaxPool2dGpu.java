package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.MaxPool2d;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/**
 * {@link MaxPool2d} by the kernels of {@code max_pool2d.cu}, since cuDNN rounds extents down and
 * does not promise which maximum of a tie gets the gradient. The winner's tap is saved, in a byte
 * for windows of up to 256 taps.
 */
final class MaxPool2dGpu implements BoundOp {
  private static final int BYTE_TAPS = 256;

  private final Call forward;
  private final Call backward;
  private final long savedBytes;

  MaxPool2dGpu(GpuContext gpu, MaxPool2d op, Shape in, Shape out) {
    boolean wide = op.kernel().area() > BYTE_TAPS;
    String suffix = wide ? "_wide" : "";
    int planes = Math.multiplyExact(in.n(), in.c());
    Number[] scalars = {
      planes,
      in.h(),
      in.w(),
      out.h(),
      out.w(),
      op.kernel().h(),
      op.kernel().w(),
      op.stride().h(),
      op.stride().w(),
      op.pad().h(),
      op.pad().w()
    };
    Grid fine = Grids.pixels(planes, in.h(), in.w());
    Grid coarse = Grids.pixels(planes, out.h(), out.w());
    forward = gpu.call("max_pool2d", "max_pool2d_forward" + suffix, coarse, 3, scalars);
    backward = gpu.call("max_pool2d", "max_pool2d_backward" + suffix, fine, 3, scalars);
    savedBytes = out.count() * (wide ? Integer.BYTES : 1);
  }

  @Override
  public long savedBytes() {
    return savedBytes;
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(
        Addresses.input(args, 0), Addresses.output(args), Addresses.saved(args, savedBytes));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      long winners = Addresses.saved(args, savedBytes);
      backward.run(mode, Addresses.dOutput(args), winners, Addresses.dInput(args, 0));
    }
  }
}
