package fcn4j.reference;

import fcn4j.op.ArgMax;
import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;

/** {@link ArgMax}. */
final class ArgMaxReference implements BoundOp {
  private final Workers<Scratch> workers;

  ArgMaxReference(Workers<Scratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    Slice out = Slice.of(args.output());
    int plane = in.plane();
    workers.ranges(
        out.count(),
        (from, to) -> {
          for (int pixel = from; pixel < to; pixel++) {
            int at = in.plane(pixel / plane, 0) + pixel % plane;
            out.data()[out.at() + pixel] = ChannelScan.first(in, at);
          }
        });
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
