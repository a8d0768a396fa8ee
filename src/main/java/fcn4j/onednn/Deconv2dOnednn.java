package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Deconv2d}. */
final class Deconv2dOnednn implements BoundOp {
  private final Deconvolution deconvolution;

  Deconv2dOnednn(
      Engine engine,
      String node,
      Deconv2d deconv,
      List<Shape> inputs,
      Workers<FloatScratch> workers) {
    deconvolution =
        Deconvolution.of(
            engine, node, deconv, inputs.getFirst(), deconv.output(inputs), Extent2.ZERO, workers);
  }

  @Override
  public long workspaceBytes() {
    return deconvolution.workspaceBytes();
  }

  @Override
  public long packedBytes() {
    return deconvolution.packedBytes();
  }

  @Override
  public void forward(OpArgs args) {
    deconvolution.forward(args);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (modes.any()) {
      deconvolution.backward(args, modes);
    }
  }

  @Override
  public void close() {
    deconvolution.close();
  }
}
