package fcn4j.onednn;

import fcn4j.op.AvgPool2d;
import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * {@link AvgPool2d}; own Java, because oneDNN divides windows that overhang otherwise than Caffe.
 */
final class AvgPool2dOnednn implements BoundOp {
  private final AvgPool2d op;
  private final Shape in;
  private final Shape out;
  private final Workers<FloatScratch> workers;

  AvgPool2dOnednn(AvgPool2d op, List<Shape> inputs, Workers<FloatScratch> workers) {
    this.op = op;
    this.workers = workers;
    in = inputs.getFirst();
    out = op.output(inputs);
  }

  @Override
  public void forward(OpArgs args) {
    MemorySegment source = OnednnMemory.elements(Objects.requireNonNull(args.inputs().getFirst()));
    MemorySegment target = OnednnMemory.elements(args.output());
    int rowFloats = out.w() * out.c();
    workers.run(
        out.n() * out.h(),
        (line, scratch) -> {
          float[] means = scratch.row(0, rowFloats);
          Arrays.fill(means, 0, rowFloats, 0);
          int i = line % out.h();
          for (int y = Math.max(top(i), 0); y < Math.min(top(i) + op.kernel().h(), in.h()); y++) {
            float[] row = inputRow(source, line / out.h() * in.h() + y, scratch);
            for (int j = 0; j < out.w(); j++) {
              addWindow(row, i, j, means);
            }
          }
          long at = (long) line * rowFloats * Float.BYTES;
          MemorySegment.copy(means, 0, target, ValueLayout.JAVA_FLOAT, at, rowFloats);
        });
  }

  private float[] inputRow(MemorySegment source, int line, FloatScratch scratch) {
    int floats = in.w() * in.c();
    float[] row = scratch.row(1, floats);
    long at = (long) line * floats * Float.BYTES;
    MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, at, row, 0, floats);
    return row;
  }

  private void addWindow(float[] row, int i, int j, float[] means) {
    float share = 1f / divisor(i, j);
    int end = Math.min(left(j) + op.kernel().w(), in.w());
    for (int x = Math.max(left(j), 0); x < end; x++) {
      for (int c = 0; c < in.c(); c++) {
        means[j * in.c() + c] += share * row[x * in.c() + c];
      }
    }
  }

  private int top(int i) {
    return i * op.stride().h() - op.pad().h();
  }

  private int left(int j) {
    return j * op.stride().w() - op.pad().w();
  }

  /** The window's area, clipped to the padded input or to the real pixels. */
  private int divisor(int i, int j) {
    int marginH = op.countPadding() ? op.pad().h() : 0;
    int marginW = op.countPadding() ? op.pad().w() : 0;
    int rows = Math.min(top(i) + op.kernel().h(), in.h() + marginH) - Math.max(top(i), -marginH);
    int columns =
        Math.min(left(j) + op.kernel().w(), in.w() + marginW) - Math.max(left(j), -marginW);
    return rows * columns;
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode == GradMode.IGNORE) {
      return;
    }
    MemorySegment dOut = OnednnMemory.elements(Objects.requireNonNull(args.dOutput()));
    MemorySegment dIn = OnednnMemory.elements(Objects.requireNonNull(args.dInputs().getFirst()));
    int rowFloats = in.w() * in.c();
    workers.run(
        in.n() * in.h(),
        (line, scratch) -> {
          float[] sums = scratch.row(0, rowFloats);
          long at = (long) line * rowFloats * Float.BYTES;
          if (mode == GradMode.ACCUMULATE) {
            MemorySegment.copy(dIn, ValueLayout.JAVA_FLOAT, at, sums, 0, rowFloats);
          } else {
            Arrays.fill(sums, 0, rowFloats, 0);
          }
          spreadTo(dOut, line, sums, scratch);
          MemorySegment.copy(sums, 0, dIn, ValueLayout.JAVA_FLOAT, at, rowFloats);
        });
  }

  /** Adds the shares of an input row of all windows that see it. */
  private void spreadTo(MemorySegment dOut, int line, float[] sums, FloatScratch scratch) {
    int y = line % in.h();
    int floats = out.w() * out.c();
    float[] gradients = scratch.row(1, floats);
    for (int i = 0; i < out.h(); i++) {
      if (top(i) <= y && y < top(i) + op.kernel().h()) {
        long at = ((long) line / in.h() * out.h() + i) * floats * Float.BYTES;
        MemorySegment.copy(dOut, ValueLayout.JAVA_FLOAT, at, gradients, 0, floats);
        for (int j = 0; j < out.w(); j++) {
          spreadWindow(gradients, i, j, sums);
        }
      }
    }
  }

  private void spreadWindow(float[] gradients, int i, int j, float[] sums) {
    float share = 1f / divisor(i, j);
    int end = Math.min(left(j) + op.kernel().w(), in.w());
    for (int x = Math.max(left(j), 0); x < end; x++) {
      for (int c = 0; c < in.c(); c++) {
        sums[x * in.c() + c] += share * gradients[j * in.c() + c];
      }
    }
  }
}
