package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Frame;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;

/** {@link Frame}. */
final class FrameReference implements BoundOp {
  private final Frame frame;
  private final Workers<Scratch> workers;

  FrameReference(Frame frame, Workers<Scratch> workers) {
    this.frame = frame;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Slice window = Slice.of(args.inputs().get(0));
    Slice blank = Slice.of(args.inputs().get(1));
    Slice out = Slice.of(args.output());
    int channels = out.shape().c();
    workers.run(
        out.shape().n() * channels,
        (plane, scratch) -> {
          int n = plane / channels;
          int c = plane % channels;
          surround(blank, blank.plane(0, c), out, out.plane(n, c));
          place(window, window.plane(n, c), out, out.plane(n, c));
        });
  }

  private void surround(Slice blank, int blankPlane, Slice out, int outPlane) {
    for (int row = 0; row < frame.h().extent(); row++) {
      int from = blankPlane + frame.h().blank(row) * blank.shape().w();
      int to = outPlane + row * frame.w().extent();
      for (int column = 0; column < frame.w().extent(); column++) {
        out.data()[to + column] = blank.data()[from + frame.w().blank(column)];
      }
    }
  }

  private void place(Slice window, int windowPlane, Slice out, int outPlane) {
    int width = window.shape().w();
    int first = Math.max(0, frame.w().at());
    int last = Math.min(frame.w().extent(), frame.w().at() + width);
    for (int row = 0; row < window.shape().h(); row++) {
      int outRow = frame.h().at() + row;
      if (outRow >= 0 && outRow < frame.h().extent() && first < last) {
        int from = windowPlane + row * width + first - frame.w().at();
        int to = outPlane + outRow * frame.w().extent() + first;
        System.arraycopy(window.data(), from, out.data(), to, last - first);
      }
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
