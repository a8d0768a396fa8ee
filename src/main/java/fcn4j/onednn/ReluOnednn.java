package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Relu;
import fcn4j.op.Workers;

/** {@link Relu}; the tensors may stand in place. */
final class ReluOnednn implements BoundOp {
  private final Workers<FloatScratch> workers;

  ReluOnednn(Workers<FloatScratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    Floats in = Floats.of(args.inputs().getFirst());
    Floats out = Floats.of(args.output());
    Floats.chunks(
        workers,
        out.count(),
        (first, count, scratch) -> {
          float[] values = scratch.row(0, count);
          in.read(first, count, values);
          for (int i = 0; i < count; i++) {
            values[i] = Math.max(values[i], 0);
          }
          out.write(first, count, values);
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      mask(
          workers,
          Floats.of(args.output()),
          Floats.of(args.dOutput()),
          Floats.of(args.dInputs().getFirst()),
          mode);
    }
  }

  /** dIn = dOut where out &gt; 0, else 0; or that is added to dIn. */
  static void mask(
      Workers<FloatScratch> workers, Floats out, Floats dOut, Floats dIn, GradMode mode) {
    Floats.chunks(
        workers,
        out.count(),
        (first, count, scratch) -> {
          float[] outputs = scratch.row(0, count);
          float[] gradients = scratch.row(1, count);
          out.read(first, count, outputs);
          dOut.read(first, count, gradients);
          mask(outputs, gradients, count);
          dIn.put(mode, first, count, gradients, outputs);
        });
  }

  /** With bits instead of a branch, which no processor would foresee. */
  private static void mask(float[] outputs, float[] gradients, int count) {
    for (int i = 0; i < count; i++) {
      int output = Float.floatToRawIntBits(outputs[i]);
      // All ones where the output is above 0: its bits are then a whole number above 0.
      int kept = (-output & ~output) >> 31;
      gradients[i] = Float.intBitsToFloat(Float.floatToRawIntBits(gradients[i]) & kept);
    }
  }
}
