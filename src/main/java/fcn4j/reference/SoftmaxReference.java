package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Softmax;
import fcn4j.op.Workers;

/** {@link Softmax}. */
final class SoftmaxReference implements BoundOp {
  private final Workers<Scratch> workers;

  SoftmaxReference(Workers<Scratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    int plane = in.plane();
    workers.ranges(
        in.shape().n() * plane,
        (from, to) -> {
          for (int pixel = from; pixel < to; pixel++) {
            int at = in.plane(pixel / plane, 0) + pixel % plane;
            double largest = ChannelScan.largest(in, at);
            double total = ChannelScan.sumOfExponentials(in, at, largest);
            int target = out.plane(pixel / plane, 0) + pixel % plane;
            for (int c = 0; c < in.shape().c(); c++) {
              double exponential = Math.exp(in.data()[at + c * plane] - largest);
              out.data()[target + c * plane] = exponential / total;
            }
          }
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (!Grads.wanted(mode)) {
      return;
    }
    Slice out = Slice.of(args.output());
    Slice dOut = Slice.of(args.dOutput());
    Slice dIn = Slice.of(args.dInputs().getFirst());
    int plane = out.plane();
    workers.ranges(
        out.shape().n() * plane,
        (from, to) -> {
          for (int pixel = from; pixel < to; pixel++) {
            int first = pixel / plane * out.shape().c() * plane + pixel % plane;
            backwardPixel(out, dOut, dIn, first, mode);
          }
        });
  }

  private static void backwardPixel(Slice out, Slice dOut, Slice dIn, int first, GradMode mode) {
    int plane = out.plane();
    double dot = 0;
    for (int c = 0; c < out.shape().c(); c++) {
      int i = first + c * plane;
      dot += dOut.data()[dOut.at() + i] * out.data()[out.at() + i];
    }
    for (int c = 0; c < out.shape().c(); c++) {
      int i = first + c * plane;
      double gradient = out.data()[out.at() + i] * (dOut.data()[dOut.at() + i] - dot);
      Grads.put(mode, dIn.data(), dIn.at() + i, gradient);
    }
  }
}
