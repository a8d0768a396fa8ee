package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Relu;
import fcn4j.op.Workers;

/** {@link Relu}; the tensors may stand in place. */
final class ReluReference implements BoundOp {
  private final Workers<Scratch> workers;

  ReluReference(Workers<Scratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    workers.ranges(
        out.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out.data()[out.at() + i] = Math.max(in.data()[in.at() + i], 0);
          }
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (Grads.wanted(mode)) {
      mask(
          workers,
          Slice.of(args.output()),
          Slice.of(args.dOutput()),
          Slice.of(args.dInputs().getFirst()),
          mode);
    }
  }

  /** dIn = dOut where out &gt; 0, else 0. */
  static void mask(Workers<Scratch> workers, Slice out, Slice dOut, Slice dIn, GradMode mode) {
    boolean accumulate = Grads.accumulates(mode);
    workers.ranges(
        out.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double gradient = out.data()[out.at() + i] > 0 ? dOut.data()[dOut.at() + i] : 0;
            int at = dIn.at() + i;
            dIn.data()[at] = accumulate ? dIn.data()[at] + gradient : gradient;
          }
        });
  }
}
