package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.Frame;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/** {@link Frame}: a row is runs of the blank map's pixels with the window's row laid over them. */
final class FrameOnednn implements BoundOp {
  private final Frame frame;
  private final Shape window;
  private final Shape blank;
  private final Shape out;
  private final Workers<FloatScratch> workers;

  FrameOnednn(Frame frame, List<Shape> inputs, Workers<FloatScratch> workers) {
    this.frame = frame;
    this.workers = workers;
    window = inputs.get(0);
    blank = inputs.get(1);
    out = frame.output(inputs);
  }

  @Override
  public void forward(OpArgs args) {
    MemorySegment windows = OnednnMemory.elements(Objects.requireNonNull(args.inputs().get(0)));
    MemorySegment blanks = OnednnMemory.elements(Objects.requireNonNull(args.inputs().get(1)));
    MemorySegment outs = OnednnMemory.elements(args.output());
    int rowFloats = out.w() * out.c();
    workers.run(
        out.n() * out.h(),
        (line, scratch) -> {
          float[] row = scratch.row(0, rowFloats);
          surround(blanks, line % out.h(), row);
          place(windows, line, row);
          long at = (long) line * rowFloats * Float.BYTES;
          MemorySegment.copy(row, 0, outs, ValueLayout.JAVA_FLOAT, at, rowFloats);
        });
  }

  private void surround(MemorySegment blanks, int line, float[] row) {
    long blankRow = (long) frame.h().blank(line) * blank.w();
    Frame.Axis axis = frame.w();
    int tailStart = out.w() - axis.tail();
    copy(blanks, blankRow + axis.headFrom(), axis.head(), row, 0);
    if (axis.head() < tailStart) {
      copy(blanks, blankRow + axis.middle(), 1, row, axis.head());
      int from = axis.head() * out.c();
      for (int pixel = axis.head() + 1; pixel < tailStart; pixel++) {
        System.arraycopy(row, from, row, pixel * out.c(), out.c());
      }
    }
    copy(blanks, blankRow + axis.tailFrom(), axis.tail(), row, tailStart);
  }

  private void place(MemorySegment windows, int line, float[] row) {
    int windowLine = line % out.h() - frame.h().at();
    int first = Math.max(0, frame.w().at());
    int last = Math.min(out.w(), frame.w().at() + window.w());
    if (windowLine >= 0 && windowLine < window.h() && first < last) {
      long from = ((long) line / out.h() * window.h() + windowLine) * window.w();
      copy(windows, from + first - frame.w().at(), last - first, row, first);
    }
  }

  /** Copies pixels, all their channels. */
  private void copy(MemorySegment source, long from, int pixels, float[] row, int to) {
    MemorySegment.copy(
        source,
        ValueLayout.JAVA_FLOAT,
        from * out.c() * Float.BYTES,
        row,
        to * out.c(),
        pixels * out.c());
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
