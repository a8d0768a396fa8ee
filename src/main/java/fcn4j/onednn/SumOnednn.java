package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Sum;
import fcn4j.op.View;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

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
    List<MemorySegment> inputs =
        args.inputs().stream()
            .map(input -> OnednnMemory.elements(Objects.requireNonNull(input)))
            .toList();
    MemorySegment out = OnednnMemory.elements(args.output());
    Chunks.run(
        workers,
        out,
        (at, count, scratch) -> {
          float[] sums = scratch.row(0, Chunks.FLOATS);
          float[] terms = scratch.row(1, Chunks.FLOATS);
          for (int input = 0; input < inputs.size(); input++) {
            MemorySegment.copy(inputs.get(input), ValueLayout.JAVA_FLOAT, at, terms, 0, count);
            add(terms, op.coefficient(input), sums, count, input > 0);
          }
          MemorySegment.copy(sums, 0, out, ValueLayout.JAVA_FLOAT, at, count);
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    for (int input = 0; input < args.inputs().size(); input++) {
      GradMode mode = modes.inputs().get(input);
      if (mode != GradMode.IGNORE) {
        View dIn = Objects.requireNonNull(args.dInputs().get(input));
        scale(
            OnednnMemory.elements(Objects.requireNonNull(args.dOutput())),
            op.coefficient(input),
            OnednnMemory.elements(dIn),
            mode == GradMode.ACCUMULATE);
      }
    }
  }

  private void scale(MemorySegment source, float factor, MemorySegment target, boolean added) {
    Chunks.run(
        workers,
        target,
        (at, count, scratch) -> {
          float[] terms = scratch.row(0, Chunks.FLOATS);
          float[] sums = scratch.row(1, Chunks.FLOATS);
          MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, at, terms, 0, count);
          if (added) {
            MemorySegment.copy(target, ValueLayout.JAVA_FLOAT, at, sums, 0, count);
          }
          add(terms, factor, sums, count, added);
          MemorySegment.copy(sums, 0, target, ValueLayout.JAVA_FLOAT, at, count);
        });
  }

  private static void add(float[] terms, float factor, float[] sums, int count, boolean added) {
    if (added) {
      for (int i = 0; i < count; i++) {
        sums[i] += factor * terms[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        sums[i] = factor * terms[i];
      }
    }
  }
}
