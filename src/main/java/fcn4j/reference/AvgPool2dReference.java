package fcn4j.reference;

import fcn4j.op.AvgPool2d;
import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link AvgPool2d}. */
final class AvgPool2dReference implements BoundOp {
  private final AvgPool2d op;
  private final Workers<Scratch> workers;
  private final Shape input;
  private final Shape output;

  /** A window clipped to the real pixels, and its divisor. */
  private record Clipped(int top, int bottom, int left, int right, int divisor) {}

  AvgPool2dReference(AvgPool2d op, List<Shape> inputs, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
    input = inputs.getFirst();
    output = op.output(inputs);
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    workers.run(
        output.n() * output.c(),
        (plane, scratch) -> {
          int from = in.at() + plane * in.plane();
          int to = out.at() + plane * out.plane();
          for (int i = 0; i < output.h(); i++) {
            for (int j = 0; j < output.w(); j++) {
              out.data()[to++] = mean(in, from, window(i, j));
            }
          }
        });
  }

  private Clipped window(int i, int j) {
    int top = i * op.stride().h() - op.pad().h();
    int left = j * op.stride().w() - op.pad().w();
    int bottom = Math.min(top + op.kernel().h(), input.h() + op.pad().h());
    int right = Math.min(left + op.kernel().w(), input.w() + op.pad().w());
    int padded = (bottom - top) * (right - left);
    top = Math.max(top, 0);
    left = Math.max(left, 0);
    bottom = Math.min(bottom, input.h());
    right = Math.min(right, input.w());
    int real = (bottom - top) * (right - left);
    return new Clipped(top, bottom, left, right, op.countPadding() ? padded : real);
  }

  private static double mean(Slice in, int plane, Clipped window) {
    double sum = 0;
    for (int row = window.top; row < window.bottom; row++) {
      for (int column = window.left; column < window.right; column++) {
        sum += in.data()[plane + row * in.shape().w() + column];
      }
    }
    return sum / window.divisor;
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (!Grads.wanted(modes.inputs().getFirst())) {
      return;
    }
    Slice dOut = Slice.of(args.dOutput());
    Slice dIn = Grads.opened(args, modes, 0);
    workers.run(
        output.n() * output.c(),
        (plane, scratch) -> {
          int from = dOut.at() + plane * dOut.plane();
          int to = dIn.at() + plane * dIn.plane();
          for (int i = 0; i < output.h(); i++) {
            for (int j = 0; j < output.w(); j++) {
              Clipped window = window(i, j);
              spread(dIn, to, window, dOut.data()[from++] / window.divisor);
            }
          }
        });
  }

  private static void spread(Slice dIn, int plane, Clipped window, double share) {
    for (int row = window.top; row < window.bottom; row++) {
      for (int column = window.left; column < window.right; column++) {
        dIn.data()[plane + row * dIn.shape().w() + column] += share;
      }
    }
  }
}
