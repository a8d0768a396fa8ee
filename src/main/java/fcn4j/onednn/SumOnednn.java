package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Sum;
import fcn4j.op.Workers;
import java.util.Arrays;
import java.util.List;

/** {@link Sum}. */
final class SumOnednn implements BoundOp {
  private final Sum op;
  private final Workers<FloatScratch> workers;

  SumOnednn(Sum op, Workers<FloatScratch> workers) {
    this.op = op;
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
          float[] sums = scratch.row(0, count);
          float[] terms = scratch.row(1, count);
          Arrays.fill(sums, 0, count, 0);
          for (int input = 0; input < inputs.size(); input++) {
            inputs.get(input).read(first, count, terms);
            float coefficient = op.coefficient(input);
            for (int i = 0; i < count; i++) {
              sums[i] += coefficient * terms[i];
            }
          }
          out.write(first, count, sums);
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    for (int input = 0; input < args.inputs().size(); input++) {
      GradMode mode = modes.inputs().get(input);
      if (mode != GradMode.IGNORE) {
        Floats dOut = Floats.of(args.dOutput());
        scale(dOut, op.coefficient(input), Floats.of(args.dInputs().get(input)), mode);
      }
    }
  }

  private void scale(Floats source, float factor, Floats target, GradMode mode) {
    Floats.chunks(
        workers,
        target.count(),
        (first, count, scratch) -> {
          float[] terms = scratch.row(0, count);
          source.read(first, count, terms);
          for (int i = 0; i < count; i++) {
            terms[i] *= factor;
          }
          target.put(mode, first, count, terms, scratch.row(1, count));
        });
  }
}
