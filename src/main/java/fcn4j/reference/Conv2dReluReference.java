package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * {@link Conv2dRelu} out of its two parts; the workspace holds the gradient between them, where
 * there is one.
 */
final class Conv2dReluReference implements BoundOp {
  private final Conv2dReference conv;
  private final ReluReference relu;
  private final Workers<Scratch> workers;
  private final Shape output;
  private final boolean trained;

  Conv2dReluReference(
      Conv2dRelu op, List<Shape> inputs, boolean trained, Workers<Scratch> workers) {
    conv = new Conv2dReference(op.conv(), inputs, workers);
    relu = new ReluReference(workers);
    this.workers = workers;
    output = op.output(inputs);
    this.trained = trained;
  }

  @Override
  public long workspaceBytes() {
    return trained ? output.count() * Double.BYTES : 0;
  }

  @Override
  public void forward(OpArgs args) {
    conv.forward(args);
    relu.forward(Parts.args(args, List.of(args.output()), args.output()));
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    View between = Parts.view(args.workspace(), 0, output, ElementType.FLOAT32);
    ReluReference.mask(
        workers,
        Slice.of(args.output()),
        Slice.of(args.dOutput()),
        Slice.of(between),
        GradMode.OVERWRITE);
    conv.backward(Parts.withDOutput(args, between), modes);
  }
}
