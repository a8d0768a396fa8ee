package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UpsampleArgMax;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link UpsampleArgMax} by the kernel of {@code upsample_argmax.cu}: the full-size scores never
 * exist. No gradient.
 */
final class UpsampleArgMaxGpu implements BoundOp {
  private final Call forward;

  UpsampleArgMaxGpu(GpuContext gpu, UpsampleArgMax op, List<Shape> inputs) {
    Shape in = inputs.get(0);
    UpsamplingGeometry geometry =
        UpsamplingGeometry.window(op.deconv(), in, inputs.get(1), op.offset());
    List<Number> scalars = new ArrayList<>(List.of(in.n(), in.c(), in.h(), in.w()));
    scalars.addAll(List.of(geometry.outH(), geometry.outW()));
    scalars.addAll(geometry.weights());
    forward =
        gpu.call(
            "upsample_argmax",
            "upsample_argmax_forward",
            Grids.pixels(in.n(), geometry.outH(), geometry.outW()),
            3,
            scalars.toArray(Number[]::new));
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(Addresses.input(args, 0), Addresses.parameter(args, 0), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
