package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Relu;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** {@link Relu}; the tensors may stand in place. */
final class ReluOnednn implements BoundOp {
  private final Workers<FloatScratch> workers;

  ReluOnednn(Workers<FloatScratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    MemorySegment in = OnednnMemory.elements(Objects.requireNonNull(args.inputs().getFirst()));
    MemorySegment out = OnednnMemory.elements(args.output());
    Chunks.run(
        workers,
        out,
        (at, count, scratch) -> {
          float[] values = scratch.row(0, Chunks.FLOATS);
          MemorySegment.copy(in, ValueLayout.JAVA_FLOAT, at, values, 0, count);
          for (int i = 0; i < count; i++) {
            values[i] = Math.max(values[i], 0);
          }
          MemorySegment.copy(values, 0, out, ValueLayout.JAVA_FLOAT, at, count);
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode != GradMode.IGNORE) {
      mask(
          workers,
          OnednnMemory.elements(args.output()),
          OnednnMemory.elements(Objects.requireNonNull(args.dOutput())),
          OnednnMemory.elements(Objects.requireNonNull(args.dInputs().getFirst())),
          mode == GradMode.ACCUMULATE);
    }
  }

  /** dIn = dOut where out &gt; 0, else 0; or that is added to dIn. */
  static void mask(
      Workers<FloatScratch> workers,
      MemorySegment out,
      MemorySegment dOut,
      MemorySegment dIn,
      boolean add) {
    Chunks.run(
        workers,
        out,
        (at, count, scratch) -> {
          float[] outputs = scratch.row(0, Chunks.FLOATS);
          float[] gradients = scratch.row(1, Chunks.FLOATS);
          MemorySegment.copy(out, ValueLayout.JAVA_FLOAT, at, outputs, 0, count);
          MemorySegment.copy(dOut, ValueLayout.JAVA_FLOAT, at, gradients, 0, count);
          for (int i = 0; i < count; i++) {
            gradients[i] = outputs[i] > 0 ? gradients[i] : 0;
          }
          if (add) {
            MemorySegment.copy(dIn, ValueLayout.JAVA_FLOAT, at, outputs, 0, count);
            for (int i = 0; i < count; i++) {
              gradients[i] += outputs[i];
            }
          }
          MemorySegment.copy(gradients, 0, dIn, ValueLayout.JAVA_FLOAT, at, count);
        });
  }
}
