package fcn4j.onednn;

import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The pixels that each output pixel sees, as the rows of a matrix: columns in the order of the
 * weights, channel, kernel row, kernel column. One group.
 */
final class PatchRows {
  private final Conv2d conv;
  private final Shape in;
  private final Shape out;
  private final int taps;
  private final int columns;

  PatchRows(Conv2d conv, Shape in, Shape out) {
    this.conv = conv;
    this.in = in;
    this.out = out;
    taps = conv.kernel().area();
    columns = Math.multiplyExact(in.c(), taps);
  }

  /** Whether a patch is one input pixel and the matrix therefore the input itself. */
  static boolean isPointwise(Conv2d conv) {
    return conv.kernel().equals(Extent2.ONE)
        && conv.stride().equals(Extent2.ONE)
        && conv.pad().equals(Extent2.ZERO);
  }

  /** Columns of the matrix. */
  int columns() {
    return columns;
  }

  /** Writes the rows {@code first} to {@code first+count}-1. */
  void gather(
      Workers<FloatScratch> workers,
      MemorySegment input,
      MemorySegment rows,
      int first,
      int count) {
    workers.run(
        count,
        (row, scratch) -> {
          float[] patch = scratch.row(0, columns);
          gatherRow(input, first + row, patch, scratch.row(1, conv.kernel().w() * in.c()));
          long at = (long) row * columns * Float.BYTES;
          MemorySegment.copy(patch, 0, rows, ValueLayout.JAVA_FLOAT, at, columns);
        });
  }

  private void gatherRow(MemorySegment input, int row, float[] patch, float[] pixel) {
    int n = row / (out.h() * out.w());
    int top = row / out.w() % out.h() * conv.stride().h() - conv.pad().h();
    int left = row % out.w() * conv.stride().w() - conv.pad().w();
    for (int u = 0; u < conv.kernel().h(); u++) {
      int y = top + u * conv.dilation().h();
      for (int v = 0; v < conv.kernel().w(); v++) {
        int x = left + v * conv.dilation().w();
        int tap = u * conv.kernel().w() + v;
        if (y < 0 || y >= in.h() || x < 0 || x >= in.w()) {
          Arrays.fill(pixel, 0, in.c(), 0);
        } else {
          long at = (((long) n * in.h() + y) * in.w() + x) * in.c() * Float.BYTES;
          MemorySegment.copy(input, ValueLayout.JAVA_FLOAT, at, pixel, 0, in.c());
        }
        for (int c = 0; c < in.c(); c++) {
          patch[c * taps + tap] = pixel[c];
        }
      }
    }
  }

  /**
   * Adds the gradients of the rows {@code first} to {@code first+count}-1 to that of the input;
   * each input row is one thread's, so that sums come in one order.
   */
  void scatter(
      Workers<FloatScratch> workers, MemorySegment rows, MemorySegment dIn, int first, int count) {
    workers.run(
        in.n() * in.h(),
        (line, scratch) -> {
          int floats = in.w() * in.c();
          long at = (long) line * floats * Float.BYTES;
          float[] sums = scratch.row(0, floats);
          MemorySegment.copy(dIn, ValueLayout.JAVA_FLOAT, at, sums, 0, floats);
          scatterLine(rows, line, first, count, sums, scratch.row(1, columns));
          MemorySegment.copy(sums, 0, dIn, ValueLayout.JAVA_FLOAT, at, floats);
        });
  }

  private void scatterLine(
      MemorySegment rows, int line, int first, int count, float[] sums, float[] patch) {
    int n = line / in.h();
    for (int u = 0; u < conv.kernel().h(); u++) {
      int reach = line % in.h() + conv.pad().h() - u * conv.dilation().h();
      if (reach < 0 || reach % conv.stride().h() != 0 || reach / conv.stride().h() >= out.h()) {
        continue;
      }
      int row = (n * out.h() + reach / conv.stride().h()) * out.w();
      for (int j = 0; j < out.w(); j++) {
        if (row + j >= first && row + j < first + count) {
          long at = (long) (row + j - first) * columns * Float.BYTES;
          MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, at, patch, 0, columns);
          addTaps(patch, u, j, sums);
        }
      }
    }
  }

  private void addTaps(float[] patch, int u, int j, float[] sums) {
    for (int v = 0; v < conv.kernel().w(); v++) {
      int x = j * conv.stride().w() - conv.pad().w() + v * conv.dilation().w();
      if (x >= 0 && x < in.w()) {
        int tap = u * conv.kernel().w() + v;
        for (int c = 0; c < in.c(); c++) {
          sums[x * in.c() + c] += patch[c * taps + tap];
        }
      }
    }
  }
}
