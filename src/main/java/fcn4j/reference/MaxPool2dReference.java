package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.MaxPool2d;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link MaxPool2d}; the saved memory holds each window's winner as an index into its plane. */
final class MaxPool2dReference implements BoundOp {
  private final MaxPool2d op;
  private final Workers<Scratch> workers;
  private final Shape output;

  MaxPool2dReference(MaxPool2d op, List<Shape> inputs, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
    output = op.output(inputs);
  }

  @Override
  public long savedBytes() {
    return output.count() * Double.BYTES;
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    Slice winners = Slice.raw(args.saved(), output);
    workers.run(
        output.n() * output.c(),
        (plane, scratch) -> {
          int from = in.at() + plane * in.plane();
          int to = plane * out.plane();
          for (int i = 0; i < output.h(); i++) {
            for (int j = 0; j < output.w(); j++, to++) {
              int winner = winner(in, from, i, j);
              winners.data()[winners.at() + to] = winner;
              out.data()[out.at() + to] = in.data()[from + winner];
            }
          }
        });
  }

  private int winner(Slice in, int plane, int i, int j) {
    int top = i * op.stride().h() - op.pad().h();
    int left = j * op.stride().w() - op.pad().w();
    int bottom = Math.min(top + op.kernel().h(), in.shape().h());
    int right = Math.min(left + op.kernel().w(), in.shape().w());
    int firstRow = Math.max(top, 0);
    int firstColumn = Math.max(left, 0);
    int width = in.shape().w();
    int best = firstRow * width + firstColumn;
    for (int row = firstRow; row < bottom; row++) {
      for (int column = firstColumn; column < right; column++) {
        if (in.data()[plane + row * width + column] > in.data()[plane + best]) {
          best = row * width + column;
        }
      }
    }
    return best;
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (!Grads.wanted(modes.inputs().getFirst())) {
      return;
    }
    Slice dOut = Slice.of(args.dOutput());
    Slice winners = Slice.raw(args.saved(), output);
    Slice dIn = Grads.opened(args, modes, 0);
    workers.run(
        output.n() * output.c(),
        (plane, scratch) -> {
          int to = dIn.at() + plane * dIn.plane();
          int from = plane * dOut.plane();
          for (int i = from; i < from + dOut.plane(); i++) {
            int winner = (int) winners.data()[winners.at() + i];
            dIn.data()[to + winner] += dOut.data()[dOut.at() + i];
          }
        });
  }
}
