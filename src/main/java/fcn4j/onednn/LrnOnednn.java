package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Lrn;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/**
 * {@link Lrn}; own Java: oneDNN 3.11 ends the process when it makes the gradient for windows that
 * are not five channels. The normaliser is computed again by backward.
 */
final class LrnOnednn implements BoundOp {
  private final Lrn op;
  private final Shape shape;
  private final Workers<FloatScratch> workers;

  LrnOnednn(Lrn op, List<Shape> inputs, Workers<FloatScratch> workers) {
    this.op = op;
    this.workers = workers;
    shape = inputs.getFirst();
  }

  /** Something done with the channels of a row's pixels, one after the other. */
  @FunctionalInterface
  private interface RowTask {
    void run(long atBytes, FloatScratch scratch);
  }

  private int rowFloats() {
    return shape.w() * shape.c();
  }

  private void rows(RowTask task) {
    workers.run(
        shape.n() * shape.h(),
        (line, scratch) -> task.run((long) line * rowFloats() * Float.BYTES, scratch));
  }

  private float[] load(Row row, MemorySegment source, int number) {
    float[] values = row.scratch().row(number, rowFloats());
    MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, row.atBytes(), values, 0, rowFloats());
    return values;
  }

  /** Where a row is and what is free for it. */
  private record Row(long atBytes, FloatScratch scratch) {}

  @Override
  public void forward(OpArgs args) {
    MemorySegment in = OnednnMemory.elements(Objects.requireNonNull(args.inputs().getFirst()));
    MemorySegment out = OnednnMemory.elements(args.output());
    rows((at, scratch) -> {
      float[] values = load(new Row(at, scratch), in, 0);
      float[] scales = scratch.row(1, rowFloats());
      float[] powers = scratch.row(2, rowFloats());
      normalisers(values, scales, scratch);
      powers(scales, powers);
      for (int i = 0; i < rowFloats(); i++) {
        values[i] *= powers[i];
      }
      MemorySegment.copy(values, 0, out, ValueLayout.JAVA_FLOAT, at, rowFloats());
    });
  }

  /** s = k + alpha/size * sum of squares near by. */
  private void normalisers(float[] values, float[] scales, FloatScratch scratch) {
    float[] squares = scratch.row(3, rowFloats());
    for (int i = 0; i < rowFloats(); i++) {
      squares[i] = values[i] * values[i];
    }
    nearbySums(squares, scales);
    float factor = (float) (op.alpha() / op.size());
    float k = (float) op.k();
    for (int i = 0; i < rowFloats(); i++) {
      scales[i] = k + factor * scales[i];
    }
  }

  /** sums[c] = sum of terms[c'] over the window's channels c', pixel by pixel. */
  private void nearbySums(float[] terms, float[] sums) {
    int channels = shape.c();
    int reach = op.size() / 2;
    for (int pixel = 0; pixel < rowFloats(); pixel += channels) {
      for (int c = pixel; c < pixel + channels; c++) {
        sums[c] = terms[c];
      }
      for (int d = 1; d <= Math.min(reach, channels - 1); d++) {
        for (int c = pixel + d; c < pixel + channels; c++) {
          sums[c] += terms[c - d];
        }
        for (int c = pixel; c < pixel + channels - d; c++) {
          sums[c] += terms[c + d];
        }
      }
    }
  }

  /** s^-beta; for the exponent that all nets use without logarithms, and with roots of floats. */
  private void powers(float[] scales, float[] powers) {
    if (op.beta() == 0.75) {
      for (int i = 0; i < rowFloats(); i++) {
        float root = (float) Math.sqrt(scales[i]);
        powers[i] = 1 / (root * (float) Math.sqrt(root));
      }
    } else {
      for (int i = 0; i < rowFloats(); i++) {
        powers[i] = (float) Math.pow(scales[i], -op.beta());
      }
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    GradMode mode = modes.inputs().getFirst();
    if (mode == GradMode.IGNORE) {
      return;
    }
    MemorySegment in = OnednnMemory.elements(Objects.requireNonNull(args.inputs().getFirst()));
    MemorySegment dOut = OnednnMemory.elements(Objects.requireNonNull(args.dOutput()));
    MemorySegment dIn = OnednnMemory.elements(Objects.requireNonNull(args.dInputs().getFirst()));
    rows((at, scratch) -> {
      Row row = new Row(at, scratch);
      float[] values = load(row, in, 0);
      float[] gradients = load(row, dOut, 4);
      float[] scales = scratch.row(1, rowFloats());
      float[] powers = scratch.row(2, rowFloats());
      normalisers(values, scales, scratch);
      powers(scales, powers);
      float[] ratios = scratch.row(3, rowFloats());
      for (int i = 0; i < rowFloats(); i++) {
        ratios[i] = gradients[i] * values[i] * powers[i] / scales[i];
      }
      float[] sums = scratch.row(5, rowFloats());
      nearbySums(ratios, sums);
      float factor = (float) (2 * op.alpha() * op.beta() / op.size());
      for (int i = 0; i < rowFloats(); i++) {
        sums[i] = gradients[i] * powers[i] - factor * values[i] * sums[i];
      }
      if (mode == GradMode.ACCUMULATE) {
        float[] before = load(row, dIn, 6);
        for (int i = 0; i < rowFloats(); i++) {
          sums[i] += before[i];
        }
      }
      MemorySegment.copy(sums, 0, dIn, ValueLayout.JAVA_FLOAT, at, rowFloats());
    });
  }
}
