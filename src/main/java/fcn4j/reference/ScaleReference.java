package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Scale;
import fcn4j.op.Workers;

/** {@link Scale}. */
final class ScaleReference implements BoundOp {
  private final Workers<Scratch> workers;

  ScaleReference(Workers<Scratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    multiply(
        Slice.of(args.inputs().getFirst()),
        Slice.of(args.parameters().getFirst()),
        Slice.of(args.output()),
        GradMode.OVERWRITE);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    Slice dOut = Slice.of(args.dOutput());
    GradMode input = modes.inputs().getFirst();
    if (Grads.wanted(input)) {
      Slice weights = Slice.of(args.parameters().getFirst());
      multiply(dOut, weights, Slice.of(args.dInputs().getFirst()), input);
    }
    GradMode weights = modes.parameters().getFirst();
    if (Grads.wanted(weights)) {
      Slice dWeights = Slice.of(args.dParameters().getFirst());
      backwardWeights(Slice.of(args.inputs().getFirst()), dOut, dWeights, weights);
    }
  }

  private void multiply(Slice source, Slice weights, Slice target, GradMode mode) {
    int channels = source.shape().c();
    workers.run(
        source.shape().n() * channels,
        (plane, scratch) -> {
          double factor = weights.data()[weights.at() + plane % channels];
          int at = plane * source.plane();
          for (int i = at; i < at + source.plane(); i++) {
            double value = factor * source.data()[source.at() + i];
            Grads.put(mode, target.data(), target.at() + i, value);
          }
        });
  }

  private void backwardWeights(Slice in, Slice dOut, Slice dWeights, GradMode mode) {
    workers.run(
        in.shape().c(),
        (c, scratch) -> {
          double sum = 0;
          for (int n = 0; n < in.shape().n(); n++) {
            for (int i = 0; i < in.plane(); i++) {
              sum += in.data()[in.plane(n, c) + i] * dOut.data()[dOut.plane(n, c) + i];
            }
          }
          Grads.put(mode, dWeights.data(), dWeights.at() + c, sum);
        });
  }
}
