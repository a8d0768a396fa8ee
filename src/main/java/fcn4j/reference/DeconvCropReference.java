package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.DeconvCrop;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link DeconvCrop} out of its two parts; the workspace holds the full upsampled map. */
final class DeconvCropReference implements BoundOp {
  private final Deconv2dReference deconv;
  private final CropReference crop;
  private final Shape full;

  DeconvCropReference(DeconvCrop op, List<Shape> inputs, Workers<Scratch> workers) {
    deconv = new Deconv2dReference(op.deconv(), inputs.subList(0, 1), workers);
    crop = new CropReference(op.offset(), workers);
    full = op.deconv().output(inputs.subList(0, 1));
  }

  @Override
  public long workspaceBytes() {
    return full.count() * Double.BYTES;
  }

  @Override
  public void forward(OpArgs args) {
    View map = Parts.view(args.workspace(), 0, full, ElementType.FLOAT32);
    deconv.forward(Parts.args(args, args.inputs(), map));
    crop.cut(Slice.of(map), Slice.of(args.output()), false);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    View map = Parts.view(args.workspace(), 0, full, ElementType.FLOAT32);
    crop.paste(Slice.of(args.dOutput()), Slice.of(map), GradMode.OVERWRITE);
    deconv.backward(Parts.withDOutput(args, map), modes);
  }
}
