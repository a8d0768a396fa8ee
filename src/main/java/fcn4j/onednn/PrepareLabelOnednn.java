package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.PrepareLabel;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** {@link PrepareLabel}. */
final class PrepareLabelOnednn implements BoundOp {

  @Override
  public void forward(OpArgs args) {
    MemorySegment in = OnednnMemory.elements(Floats.required(args.inputs().getFirst()));
    MemorySegment out = OnednnMemory.elements(args.output());
    Shape shape = args.output().shape();
    Jitter[] jitters = Jitter.of(args.inputs().get(1), shape.n());
    int width = shape.w();
    byte[] source = new byte[width];
    byte[] target = new byte[width];
    for (int line = 0; line < shape.n() * shape.h(); line++) {
      int n = line / shape.h();
      Arrays.fill(target, (byte) SoftmaxLoss.IGNORE_LABEL);
      int from = jitters[n].row(line % shape.h(), shape.h());
      if (from >= 0) {
        long at = ((long) n * shape.h() + from) * width;
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, source, 0, width);
        for (int column = 0; column < width; column++) {
          int fromColumn = jitters[n].column(column, width);
          if (fromColumn >= 0) {
            target[column] = source[fromColumn];
          }
        }
      }
      MemorySegment.copy(target, 0, out, ValueLayout.JAVA_BYTE, (long) line * width, width);
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
