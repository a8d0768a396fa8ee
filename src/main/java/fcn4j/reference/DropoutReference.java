package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Dropout;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Philox;
import fcn4j.op.StepState;
import fcn4j.op.Workers;
import java.util.function.Supplier;

/** {@link Dropout}; the mask is drawn again in backward. The tensors may stand in place. */
final class DropoutReference implements BoundOp {
  private final Dropout op;
  private final Supplier<StepState> step;
  private final Workers<Scratch> workers;

  DropoutReference(Dropout op, Supplier<StepState> step, Workers<Scratch> workers) {
    this.op = op;
    this.step = step;
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    apply(Slice.of(args.inputs().getFirst()), Slice.of(args.output()), GradMode.OVERWRITE);
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (Grads.wanted(mode)) {
      apply(Slice.of(args.dOutput()), Slice.of(args.dInputs().getFirst()), mode);
    }
  }

  private void apply(Slice source, Slice target, GradMode mode) {
    StepState state = step.get();
    double scale = op.keepScale();
    workers.ranges(
        source.count(),
        (from, to) -> {
          int[] words = {};
          for (int i = from; i < to; i++) {
            // Ranges begin at multiples of 4, so that each block of four words is drawn once.
            if (i % 4 == 0) {
              words = Philox.block(state.seed(), state.step(), op.stream(), i / 4);
            }
            boolean kept = Integer.compareUnsigned(words[i % 4], op.threshold()) >= 0;
            double value = kept ? source.data()[source.at() + i] * scale : 0;
            Grads.put(mode, target.data(), target.at() + i, value);
          }
        });
  }
}
