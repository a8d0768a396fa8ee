package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.SkipSum;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link SkipSum}: forward in one pass by the kernel of {@code skip_sum.cu}; the gradients are
 * those of the deconvolution and of the crop.
 */
final class SkipSumGpu implements BoundOp {
  private final Deconvolution passes;
  private final CropCall crop;
  private final Call forward;

  SkipSumGpu(GpuContext gpu, SkipSum op, List<Shape> inputs) {
    Shape in = inputs.get(0);
    Shape skip = inputs.get(1);
    UpsamplingGeometry geometry = UpsamplingGeometry.full(op.deconv(), in);
    passes = new Deconvolution(gpu, geometry);
    crop = new CropCall(gpu, skip, geometry.outH(), geometry.outW(), op.offset());
    forward =
        gpu.call(
            "skip_sum",
            "skip_sum_forward",
            Grids.pixels(
                Math.multiplyExact(in.n(), geometry.outChannels()),
                geometry.outH(),
                geometry.outW()),
            5,
            scalars(op, geometry, skip));
  }

  private static Number[] scalars(SkipSum op, UpsamplingGeometry geometry, Shape skip) {
    Shape in = geometry.in();
    List<Number> list = new ArrayList<>(List.of(in.n(), geometry.outChannels(), in.h(), in.w()));
    list.addAll(List.of(skip.h(), skip.w(), geometry.outH(), geometry.outW()));
    list.addAll(List.of(geometry.inPerGroup(), geometry.outPerGroup()));
    list.addAll(geometry.weights());
    list.addAll(List.of(op.offset().h(), op.offset().w()));
    return list.toArray(Number[]::new);
  }

  @Override
  public long workspaceBytes() {
    return passes.workspaceBytes();
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(
        Addresses.input(args, 0),
        Addresses.input(args, 1),
        Addresses.parameter(args, 0),
        passes.bias(args),
        Addresses.output(args));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    passes.backward(args, modes);
    GradMode forSkip = modes.inputs().get(1);
    if (forSkip != GradMode.IGNORE) {
      crop.backward(forSkip, Addresses.dOutput(args), Addresses.dInput(args, 1));
    }
  }
}
