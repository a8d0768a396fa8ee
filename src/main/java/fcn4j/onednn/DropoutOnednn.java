package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Dropout;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.StepState;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dropout}; the mask is drawn again in backward. The tensors may stand in place.
 *
 * <p>Random words are numbered in the order n, c, h, w, so a task draws some channels of some
 * pixels, a channel after the other, and applies them a pixel after the other.
 */
final class DropoutOnednn implements BoundOp {
  private static final int PIXELS = 256;
  private static final int CHANNELS = 64;

  private final Dropout op;
  private final Supplier<StepState> step;
  private final Workers<FloatScratch> workers;

  DropoutOnednn(Dropout op, Supplier<StepState> step, Workers<FloatScratch> workers) {
    this.op = op;
    this.step = step;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    apply(args.inputs().getFirst(), args.output(), GradMode.OVERWRITE);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      apply(args.dOutput(), args.dInputs().getFirst(), mode);
    }
  }

  private void apply(@Nullable View from, @Nullable View to, GradMode mode) {
    Floats source = Floats.of(from);
    Floats target = Floats.of(to);
    Shape shape = Floats.required(from).shape();
    StepState state = step.get();
    int plane = shape.h() * shape.w();
    int pieces = Math.ceilDiv(plane, PIXELS);
    int bands = Math.ceilDiv(shape.c(), CHANNELS);
    workers.run(
        shape.n() * pieces * bands,
        (task, scratch) -> {
          int channel = task % bands * CHANNELS;
          int pixel = task / bands % pieces * PIXELS;
          int image = task / bands / pieces;
          int channels = Math.min(CHANNELS, shape.c() - channel);
          int pixels = Math.min(PIXELS, plane - pixel);
          float[] mask = scratch.row(0, PIXELS * CHANNELS);
          DropoutMask words = new DropoutMask(pixels);
          for (int c = 0; c < channels; c++) {
            long index = ((long) image * shape.c() + channel + c) * plane + pixel;
            words.draw(op, state, index, pixels, mask, c, CHANNELS);
          }
          long first = ((long) image * plane + pixel) * shape.c() + channel;
          float[] values = scratch.row(1, CHANNELS);
          float[] spare = scratch.row(2, CHANNELS);
          for (int i = 0; i < pixels; i++) {
            long at = first + (long) i * shape.c();
            source.read(at, channels, values);
            multiply(values, mask, i * CHANNELS, channels);
            target.put(mode, at, channels, values, spare);
          }
        });
  }

  private static void multiply(float[] values, float[] mask, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= mask[at + i];
    }
  }
}
