package fcn4j.gpu;

import fcn4j.op.BoundOp;
import fcn4j.op.Deconv2d;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;

/** {@link Deconv2d} by the kernels of {@code deconv2d.cu}. */
final class Deconv2dGpu implements BoundOp {
  private final Deconvolution passes;

  Deconv2dGpu(GpuContext gpu, Deconv2d op, Shape in) {
    passes = new Deconvolution(gpu, UpsamplingGeometry.full(op, in));
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
