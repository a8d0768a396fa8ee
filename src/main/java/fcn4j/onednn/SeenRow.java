package fcn4j.onednn;

import fcn4j.op.Conv2d;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What the weights of one output channel see from a row of output pixels: matrix (weight, pixel),
 * weights in their order, channel, kernel row, kernel column. Output pixels that see padding alone
 * are left out. One group.
 */
final class SeenRow {
  private final Conv2d conv;
  private final Shape in;
  private final Stretch rows;
  private final Stretch columns;

  /** Neighbouring rows or columns. */
  record Stretch(int first, int length) {
    /** The outputs that a tap, so far before the first input for output 0, takes from inputs. */
    static Stretch of(int before, int stride, int in, int out) {
      int first = Math.clamp(Math.ceilDiv(before, stride), 0, out);
      int end = Math.clamp(Math.ceilDiv((long) in + before, stride), first, out);
      return new Stretch(first, end - first);
    }

    /** The outputs that see any input; all, where none does. */
    static Stretch seeing(int pad, int span, int stride, int in, int out) {
      Stretch firstTap = of(pad, stride, in, out);
      int first = of(pad - (span - 1), stride, in, out).first();
      int length = firstTap.first() + firstTap.length() - first;
      return length > 0 ? new Stretch(first, length) : new Stretch(0, out);
    }
  }

  SeenRow(Conv2d conv, Shape in, Shape out) {
    this.conv = conv;
    this.in = in;
    rows = Stretch.seeing(conv.pad().h(), conv.span().h(), conv.stride().h(), in.h(), out.h());
    columns = Stretch.seeing(conv.pad().w(), conv.span().w(), conv.stride().w(), in.w(), out.w());
  }

  /** The rows of outputs that see the input. */
  Stretch rows() {
    return rows;
  }

  /** The columns of outputs that see the input, and of the matrix. */
  Stretch columns() {
    return columns;
  }

  /** Rows of the matrix. */
  int weights() {
    return in.c() * conv.kernel().area();
  }

  /** Elements of the matrix. */
  int floats() {
    return Math.multiplyExact(weights(), columns.length());
  }

  /** Writes the matrix of a row of outputs. */
  void write(Floats input, int image, int y, MemorySegment matrix, FloatScratch scratch) {
    float[] values = scratch.row(0, floats());
    int lineFloats = in.w() * in.c();
    float[] line = scratch.row(1, lineFloats);
    for (int u = 0; u < conv.kernel().h(); u++) {
      int row = y * conv.stride().h() - conv.pad().h() + u * conv.dilation().h();
      boolean inside = row >= 0 && row < in.h();
      if (inside) {
        input.read(((long) image * in.h() + row) * lineFloats, lineFloats, line);
      }
      for (int c = 0; c < in.c(); c++) {
        for (int v = 0; v < conv.kernel().w(); v++) {
          int weight = (c * conv.kernel().h() + u) * conv.kernel().w() + v;
          int at = weight * columns.length();
          if (inside) {
            spread(line, c, v, values, at);
          } else {
            Arrays.fill(values, at, at + columns.length(), 0);
          }
        }
      }
    }
    new Floats(matrix).write(0, floats(), values);
  }

  /** Writes what one weight sees of a row of inputs. */
  private void spread(float[] line, int c, int v, float[] values, int at) {
    int before = conv.pad().w() - v * conv.dilation().w();
    int stride = conv.stride().w();
    Stretch taken = Stretch.of(before, stride, in.w(), columns.first() + columns.length());
    int first = Math.max(taken.first(), columns.first());
    int start = at + first - columns.first();
    int end = Math.max(start, at + taken.first() + taken.length() - columns.first());
    Arrays.fill(values, at, start, 0);
    Arrays.fill(values, end, at + columns.length(), 0);
    int from = (first * stride - before) * in.c() + c;
    int step = stride * in.c();
    for (int i = start; i < end; i++) {
      values[i] = line[from];
      from += step;
    }
  }
}
