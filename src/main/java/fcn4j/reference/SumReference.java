package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Sum;
import fcn4j.op.Workers;

/** {@link Sum}. */
final class SumReference implements BoundOp {
  private final Sum op;
  private final Workers<Scratch> workers;

  SumReference(Sum op, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Slice out = Slice.of(args.output());
    for (int input = 0; input < args.inputs().size(); input++) {
      GradMode mode = input == 0 ? GradMode.OVERWRITE : GradMode.ACCUMULATE;
      scale(Slice.of(args.inputs().get(input)), op.coefficient(input), out, mode);
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    Slice dOut = Slice.of(args.dOutput());
    for (int input = 0; input < args.inputs().size(); input++) {
      GradMode mode = modes.inputs().get(input);
      if (Grads.wanted(mode)) {
        scale(dOut, op.coefficient(input), Slice.of(args.dInputs().get(input)), mode);
      }
    }
  }

  private void scale(Slice source, double factor, Slice target, GradMode mode) {
    workers.ranges(
        source.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            Grads.put(
                mode, target.data(), target.at() + i, factor * source.data()[source.at() + i]);
          }
        });
  }
}
