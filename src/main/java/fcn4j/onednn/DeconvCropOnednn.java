package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.DeconvCrop;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link DeconvCrop}; what the crop drops is computed only where channels are mixed. */
final class DeconvCropOnednn implements BoundOp {
  private final Deconvolution deconvolution;

  DeconvCropOnednn(
      Engine engine,
      String node,
      DeconvCrop op,
      List<Shape> inputs,
      Workers<FloatScratch> workers) {
    deconvolution =
        Deconvolution.of(
            engine, node, op.deconv(), inputs.getFirst(), op.output(inputs), op.offset(), workers);
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
