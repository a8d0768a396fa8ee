package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Deconv2d}: a convolution's passes with input and output exchanged. */
final class Deconv2dReference implements BoundOp {
  private final Deconv2d op;
  private final Workers<Scratch> workers;
  private final ScatterPass forward;
  private final GatherPass toInput;
  private final WeightPass toWeights;
  private final ChannelwiseDeconv channelwise;

  Deconv2dReference(Deconv2d op, List<Shape> inputs, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
    Geometry geometry =
        new Geometry(
            op.output(inputs),
            inputs.getFirst(),
            op.kernel(),
            op.stride(),
            op.pad(),
            Extent2.ONE,
            op.groups());
    forward = new ScatterPass(geometry, workers);
    toInput = new GatherPass(geometry, workers);
    toWeights = new WeightPass(geometry, workers);
    channelwise = new ChannelwiseDeconv(op, workers);
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice weights = Slice.of(args.parameters().getFirst());
    @Nullable Slice bias = op.bias() ? Slice.of(args.parameters().get(1)) : null;
    Slice out = Slice.of(args.output());
    if (op.channelwise()) {
      channelwise.forward(in, weights, bias, out);
    } else {
      forward.run(in, weights, bias, out, false);
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    Slice dOut = Slice.of(args.dOutput());
    if (Grads.wanted(modes.inputs().getFirst())) {
      backwardInput(args, dOut, Grads.accumulates(modes.inputs().getFirst()));
    }
    if (Grads.wanted(modes.parameters().getFirst())) {
      backwardWeights(args, dOut, Grads.accumulates(modes.parameters().getFirst()));
    }
    if (op.bias()) {
      GradMode bias = modes.parameters().get(1);
      if (Grads.wanted(bias)) {
        Grads.bias(workers, dOut, Slice.of(args.dParameters().get(1)), bias);
      }
    }
  }

  private void backwardInput(OpArgs args, Slice dOut, boolean accumulate) {
    Slice weights = Slice.of(args.parameters().getFirst());
    Slice dIn = Slice.of(args.dInputs().getFirst());
    if (op.channelwise()) {
      channelwise.backwardInput(dOut, weights, dIn, accumulate);
    } else {
      toInput.run(dOut, weights, null, dIn, accumulate);
    }
  }

  private void backwardWeights(OpArgs args, Slice dOut, boolean accumulate) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice dWeights = Slice.of(args.dParameters().getFirst());
    if (op.channelwise()) {
      channelwise.backwardWeights(in, dOut, dWeights, accumulate);
    } else {
      toWeights.run(dOut, in, dWeights, accumulate);
    }
  }
}
