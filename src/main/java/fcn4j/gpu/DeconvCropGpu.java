package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.DeconvCrop;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link DeconvCrop} by the kernels of {@code deconv2d.cu}, which compute the window alone. */
final class DeconvCropGpu implements BoundOp {
  private final Deconvolution passes;

  DeconvCropGpu(GpuContext gpu, DeconvCrop op, List<Shape> inputs) {
    passes =
        new Deconvolution(
            gpu, UpsamplingGeometry.window(op.deconv(), inputs.get(0), inputs.get(1), op.offset()));
  }

  @Override
  public long workspaceBytes() {
    return passes.workspaceBytes();
  }

  @Override
  public void forward(OpArgs args) {
    passes.forward(args);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    passes.backward(args, modes);
  }
}
