package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Max;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import java.util.List;

/** {@link Max}. */
final class MaxOnednn implements BoundOp {
  private final Workers<FloatScratch> workers;

  MaxOnednn(Workers<FloatScratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    List<Floats> inputs = args.inputs().stream().map(Floats::of).toList();
    Floats out = Floats.of(args.output());
    Floats.chunks(
        workers,
        out.count(),
        (first, count, scratch) -> {
          float[] largest = largest(inputs, first, count, scratch);
          out.write(first, count, largest);
        });
  }

  private static float[] largest(List<Floats> inputs, long first, int count, FloatScratch scratch) {
    float[] largest = scratch.row(0, count);
    float[] values = scratch.row(1, count);
    inputs.getFirst().read(first, count, largest);
    for (int input = 1; input < inputs.size(); input++) {
      inputs.get(input).read(first, count, values);
      for (int i = 0; i < count; i++) {
        largest[i] = Math.max(largest[i], values[i]);
      }
    }
    return largest;
  }

  /** Each gradient is written once the winners of all earlier inputs are known. */
  @Override
  public void backward(OpArgs args, GradModes modes) {
    List<Floats> inputs = args.inputs().stream().map(Floats::of).toList();
    Floats dOut = Floats.of(args.dOutput());
    Floats.chunks(
        workers,
        dOut.count(),
        (first, count, scratch) -> {
          float[] largest = largest(inputs, first, count, scratch);
          float[] values = scratch.row(1, count);
          float[] left = scratch.row(2, count);
          float[] gradient = scratch.row(3, count);
          dOut.read(first, count, left);
          for (int input = 0; input < inputs.size(); input++) {
            inputs.get(input).read(first, count, values);
            take(values, largest, left, gradient, count);
            GradMode mode = modes.inputs().get(input);
            if (mode != GradMode.IGNORE) {
              Floats dIn = Floats.of(args.dInputs().get(input));
              dIn.put(mode, first, count, gradient, scratch.row(4, count));
            }
          }
        });
  }

  /** Moves the gradient of the elements that this input wins; what is left is for later ones. */
  private static void take(
      float[] values, float[] largest, float[] left, float[] gradient, int count) {
    for (int i = 0; i < count; i++) {
      boolean wins = values[i] == largest[i];
      gradient[i] = wins ? left[i] : 0;
      left[i] = wins ? 0 : left[i];
    }
  }
}
