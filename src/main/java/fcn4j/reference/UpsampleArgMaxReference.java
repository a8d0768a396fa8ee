package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link UpsampleArgMax} out of its parts: upsampling, crop and arg max. */
final class UpsampleArgMaxReference implements BoundOp {
  private final UpsampleReference upsample;
  private final ArgMaxReference argMax;

  UpsampleArgMaxReference(UpsampleArgMax op, List<Shape> inputs, Workers<Scratch> workers) {
    upsample = new UpsampleReference(op.deconv(), op.offset(), inputs, workers);
    argMax = new ArgMaxReference(workers);
  }

  @Override
  public long workspaceBytes() {
    return upsample.workspaceBytes(false);
  }

  @Override
  public void forward(OpArgs args) {
    View scores = upsample.forward(args);
    argMax.forward(Parts.args(args, List.of(scores), args.output()));
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
