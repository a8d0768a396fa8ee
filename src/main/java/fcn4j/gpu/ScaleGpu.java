package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/** {@link fcn4j.op.Scale} by the kernels of {@code scale.cu}. */
final class ScaleGpu implements BoundOp {
  private final Call scale;
  private final ChannelSums sums;

  ScaleGpu(GpuContext gpu, Shape shape) {
    scale =
        gpu.call(
            "scale",
            "scale_forward",
            Grids.streamPlanes(shape),
            3,
            shape.n(),
            shape.c(),
            shape.planeCount());
    sums =
        new ChannelSums(
            gpu, "scale", "scale_backward_weight", "scale_backward_weight_finish", shape, 3);
  }

  @Override
  public long workspaceBytes() {
    return sums.bytes();
  }

  @Override
  public void forward(OpArgs args) {
    scale.run(Addresses.input(args, 0), Addresses.parameter(args, 0), Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode forInput = modes.inputs().getFirst();
    GradMode forWeight = modes.parameters().getFirst();
    if (forInput != GradMode.IGNORE) {
      scale.run(
          forInput,
          Addresses.dOutput(args),
          Addresses.parameter(args, 0),
          Addresses.dInput(args, 0));
    }
    if (forWeight != GradMode.IGNORE) {
      long parts = Addresses.workspace(args, sums.bytes());
      sums.parts(Addresses.input(args, 0), Addresses.dOutput(args), parts);
      sums.finish(forWeight, parts, Addresses.dParameter(args, 0));
    }
  }
}
