package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.PrepareImage;
import fcn4j.op.Workers;
import org.jspecify.annotations.Nullable;

/** {@link PrepareImage}. */
final class PrepareImageReference implements BoundOp {
  private final PrepareImage op;
  private final Workers<Scratch> workers;

  PrepareImageReference(PrepareImage op, Workers<Scratch> workers) {
    this.op = op;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Slice in = Slice.of(args.inputs().getFirst());
    @Nullable Slice jitter = op.jittered() ? Slice.of(args.inputs().get(1)) : null;
    Slice out = Slice.of(args.output());
    workers.run(
        out.shape().n() * 3,
        (plane, scratch) -> {
          int n = plane / 3;
          int image = in.at() + n * out.plane() * 3;
          fill(in, image, plane % 3, Jitter.of(jitter, n), out, out.plane(n, plane % 3));
        });
  }

  private void fill(Slice in, int image, int c, Jitter jitter, Slice out, int to) {
    int height = out.shape().h();
    int width = out.shape().w();
    int channel = op.bgr() ? 2 - c : c;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++, to++) {
        int source = jitter.source(row, column, height, width);
        double value = source < 0 ? 0 : in.data()[image + 3 * source + channel] - op.mean().get(c);
        out.data()[to] = value * op.scale();
      }
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
