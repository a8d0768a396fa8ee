package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Crop;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;

/** {@link Crop}. */
final class CropReference implements BoundOp {
  private final Extent2 offset;
  private final Workers<Scratch> workers;

  CropReference(Extent2 offset, Workers<Scratch> workers) {
    this.offset = offset;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    cut(Slice.of(args.inputs().getFirst()), Slice.of(args.output()), false);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    if (Grads.wanted(modes.inputs().getFirst())) {
      paste(
          Slice.of(args.dOutput()), Slice.of(args.dInputs().getFirst()), modes.inputs().getFirst());
    }
  }

  /** Copies or adds the window of {@code full} to {@code window}. */
  void cut(Slice full, Slice window, boolean add) {
    workers.run(
        window.shape().n() * window.shape().c(),
        (plane, scratch) -> {
          int n = plane / window.shape().c();
          int c = plane % window.shape().c();
          for (int row = 0; row < window.shape().h(); row++) {
            int from = full.plane(n, c) + (row + offset.h()) * full.shape().w() + offset.w();
            int to = window.plane(n, c) + row * window.shape().w();
            move(full.data(), from, window.data(), to, window.shape().w(), add);
          }
        });
  }

  /** Puts {@code window} into {@code full}, whose other elements get 0 or stay as they are. */
  void paste(Slice window, Slice full, GradMode mode) {
    boolean add = Grads.accumulates(mode);
    if (!add) {
      full.clear();
    }
    workers.run(
        window.shape().n() * window.shape().c(),
        (plane, scratch) -> {
          int n = plane / window.shape().c();
          int c = plane % window.shape().c();
          for (int row = 0; row < window.shape().h(); row++) {
            int to = full.plane(n, c) + (row + offset.h()) * full.shape().w() + offset.w();
            int from = window.plane(n, c) + row * window.shape().w();
            move(window.data(), from, full.data(), to, window.shape().w(), add);
          }
        });
  }

  private static void move(
      double[] source, int from, double[] target, int to, int count, boolean add) {
    if (!add) {
      System.arraycopy(source, from, target, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[to + i] += source[from + i];
    }
  }
}
