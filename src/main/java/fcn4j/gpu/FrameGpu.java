package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.Frame;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Frame} by the kernel of {@code frame.cu}; there is no gradient. */
final class FrameGpu implements BoundOp {
  private final Call forward;

  FrameGpu(GpuContext gpu, Frame op, List<Shape> inputs) {
    Shape window = inputs.get(0);
    Shape blank = inputs.get(1);
    Frame.Axis h = op.h();
    Frame.Axis w = op.w();
    int planes = Math.multiplyExact(window.n(), window.c());
    forward =
        gpu.call(
            "frame",
            "frame_forward",
            Grids.pixels(planes, h.extent(), w.extent()),
            3,
            planes,
            window.c(),
            window.h(),
            window.w(),
            blank.h(),
            blank.w(),
            h.extent(),
            w.extent(),
            h.at(),
            h.head(),
            h.headFrom(),
            h.middle(),
            h.tail(),
            h.tailFrom(),
            w.at(),
            w.head(),
            w.headFrom(),
            w.middle(),
            w.tail(),
            w.tailFrom());
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(Addresses.input(args, 0), Addresses.input(args, 1), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
