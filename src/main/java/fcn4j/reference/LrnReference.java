package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Lrn;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Lrn}; the saved memory holds the normaliser s. */
final class LrnReference implements BoundOp {
  private final Lrn op;
  private final Workers<Scratch> workers;
  private final Shape shape;

  LrnReference(Lrn op, List<Shape> inputs, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
    shape = op.output(inputs);
  }

  @Override
  public long savedBytes() {
    return shape.count() * Double.BYTES;
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    Slice scale = Slice.raw(args.saved(), shape);
    workers.run(
        shape.n() * shape.c(),
        (plane, scratch) -> {
          int n = plane / shape.c();
          int c = plane % shape.c();
          int at = plane * in.plane();
          for (int i = 0; i < in.plane(); i++) {
            double squares = 0;
            for (int near = first(c); near <= last(c); near++) {
              double x = in.data()[in.plane(n, near) + i];
              squares += x * x;
            }
            double s = op.k() + op.alpha() / op.size() * squares;
            scale.data()[scale.at() + at + i] = s;
            out.data()[out.at() + at + i] = in.data()[in.at() + at + i] * Math.pow(s, -op.beta());
          }
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (!Grads.wanted(mode)) {
      return;
    }
    Slice dIn = Slice.of(args.dInputs().getFirst());
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    Slice dOut = Slice.of(args.dOutput());
    Slice scale = Slice.raw(args.saved(), shape);
    double factor = 2 * op.alpha() * op.beta() / op.size();
    workers.run(
        shape.n() * shape.c(),
        (plane, scratch) -> {
          int at = plane * in.plane();
          for (int i = 0; i < in.plane(); i++) {
            double sum = nearby(out, dOut, scale, plane, i);
            double s = scale.data()[scale.at() + at + i];
            double x = in.data()[in.at() + at + i];
            double direct = dOut.data()[dOut.at() + at + i] * Math.pow(s, -op.beta());
            Grads.put(mode, dIn.data(), dIn.at() + at + i, direct - factor * x * sum);
          }
        });
  }

  /** Sum over the channels near the plane's of dOut * y / s. */
  private double nearby(Slice out, Slice dOut, Slice scale, int plane, int i) {
    int c = plane % shape.c();
    double sum = 0;
    for (int near = first(c); near <= last(c); near++) {
      int at = (plane + near - c) * out.plane() + i;
      double ratio = out.data()[out.at() + at] / scale.data()[scale.at() + at];
      sum += dOut.data()[dOut.at() + at] * ratio;
    }
    return sum;
  }

  private int first(int c) {
    return Math.max(0, c - op.size() / 2);
  }

  private int last(int c) {
    return Math.min(shape.c() - 1, c + op.size() / 2);
  }
}
