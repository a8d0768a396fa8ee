package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.SkipSum;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link SkipSum} out of its parts: upsampling, crop and sum. */
final class SkipSumReference implements BoundOp {
  private final Deconv2dReference deconv;
  private final CropReference crop;

  SkipSumReference(SkipSum op, List<Shape> inputs, Workers<Scratch> workers) {
    deconv = new Deconv2dReference(op.deconv(), inputs.subList(0, 1), workers);
    crop = new CropReference(op.offset(), workers);
  }

  @Override
  public void forward(OpArgs args) {
    deconv.forward(args);
    crop.cut(Slice.of(args.inputs().get(1)), Slice.of(args.output()), true);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    deconv.backward(args, modes);
    if (Grads.wanted(modes.inputs().get(1))) {
      crop.paste(Slice.of(args.dOutput()), Slice.of(args.dInputs().get(1)), modes.inputs().get(1));
    }
  }
}
