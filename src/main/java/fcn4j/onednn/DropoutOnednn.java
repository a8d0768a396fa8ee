package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Dropout;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Philox;
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
          for (int c = 0; c < channels; c++) {
            long index = ((long) image * shape.c() + channel + c) * plane + pixel;
            draw(state, index, pixels, mask, c);
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

  /** The factors of {@code count} elements that follow each other, {@link #CHANNELS} apart. */
  private void draw(StepState state, long first, int count, float[] mask, int at) {
    int[] words = new int[4];
    float scale = op.keepScale();
    int threshold = op.threshold() + Integer.MIN_VALUE;
    int key0 = (int) state.seed();
    int key1 = (int) (state.seed() >>> 32);
    // Blocks of four words begin at multiples of 4.
    int i = -(int) (first & 3);
    while (i < count) {
      long block = (first + i) >> 2;
      words[0] = (int) block;
      words[1] = (int) (block >>> 32);
      words[2] = (int) state.step();
      words[3] = op.stream();
      Philox.randomise(words, key0, key1);
      for (int k = 0; k < 4; k++, i++) {
        if (i >= 0 && i < count) {
          // Comparing with the sign bits flipped compares as unsigned.
          mask[i * CHANNELS + at] = words[k] + Integer.MIN_VALUE >= threshold ? scale : 0;
        }
      }
    }
  }

  private static void multiply(float[] values, float[] mask, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= mask[at + i];
    }
  }
}
