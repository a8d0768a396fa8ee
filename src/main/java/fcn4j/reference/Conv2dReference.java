package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Conv2d} as matrix products of weights and shifted input rows. */
final class Conv2dReference implements BoundOp {
  private final Conv2d op;
  private final Workers<Scratch> workers;
  private final GatherPass forward;
  private final ScatterPass toInput;
  private final WeightPass toWeights;

  Conv2dReference(Conv2d op, List<Shape> inputs, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
    Geometry geometry =
        new Geometry(
            inputs.getFirst(),
            op.output(inputs),
            op.kernel(),
            op.stride(),
            op.pad(),
            op.dilation(),
            op.groups());
    forward = new GatherPass(geometry, workers);
    toInput = new ScatterPass(geometry, workers);
    toWeights = new WeightPass(geometry, workers);
  }

  @Override
  public void forward(OpArgs args) {
    forward.run(
        Slice.of(args.inputs().getFirst()),
        Slice.of(args.parameters().getFirst()),
        op.bias() ? Slice.of(args.parameters().get(1)) : null,
        Slice.of(args.output()),
        false);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    Slice dOut = Slice.of(args.dOutput());
    GradMode input = modes.inputs().getFirst();
    if (Grads.wanted(input)) {
      toInput.run(
          dOut,
          Slice.of(args.parameters().getFirst()),
          null,
          Slice.of(args.dInputs().getFirst()),
          Grads.accumulates(input));
    }
    GradMode weights = modes.parameters().getFirst();
    if (Grads.wanted(weights)) {
      toWeights.run(
          Slice.of(args.inputs().getFirst()),
          dOut,
          Slice.of(args.dParameters().getFirst()),
          Grads.accumulates(weights));
    }
    if (op.bias() && Grads.wanted(modes.parameters().get(1))) {
      Grads.bias(workers, dOut, Slice.of(args.dParameters().get(1)), modes.parameters().get(1));
    }
  }
}
