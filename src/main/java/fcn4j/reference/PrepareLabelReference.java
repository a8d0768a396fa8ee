package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.PrepareLabel;
import fcn4j.op.SoftmaxLoss;

/** {@link PrepareLabel}. */
final class PrepareLabelReference implements BoundOp {

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().get(0));
    Slice jitters = Slice.of(args.inputs().get(1));
    Slice out = Slice.of(args.output());
    int height = out.shape().h();
    int width = out.shape().w();
    for (int n = 0; n < out.shape().n(); n++) {
      Jitter jitter = Jitter.of(jitters, n);
      int from = in.plane(n, 0);
      int to = out.plane(n, 0);
      for (int pixel = 0; pixel < out.plane(); pixel++) {
        int source = jitter.source(pixel / width, pixel % width, height, width);
        out.data()[to + pixel] = source < 0 ? SoftmaxLoss.IGNORE_LABEL : in.data()[from + source];
      }
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
