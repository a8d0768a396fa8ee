package fcn4j.onednn;

import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import java.util.Arrays;

/**
 * A window of what a deconvolution of each channel by itself gives, row by row.
 *
 * <p>With stride s, row t of the full output reads the coarse rows g, g-1, ..., g = t / s rounded
 * down, with the kernel's rows t mod s, t mod s + s, ...; the rows of one g are a <em>group</em>.
 * Columns likewise. A row lies in a work array class after class, and within a class phase after
 * phase: column t with t mod s = v at {@code v * phasePixels + t / s - firstColumn}. So all pixels
 * of a phase have the same weights, and loops over them are long.
 *
 * <p>Coarse rows lie in a work array too, class after class, from column {@code firstColumn -
 * (tapsW - 1)} on, with zeros where there is no coarse pixel.
 */
final class Upsampling {
  private final Deconv2d op;
  private final Shape in;
  private final int rows;
  private final int shiftH;
  private final int firstGroup;
  private final int firstColumn;
  private final int[] positions;

  /** Coarse rows that an output row reads. */
  final int tapsH;

  /** Coarse columns that an output pixel reads. */
  final int tapsW;

  /** Pixels of one phase of a row, those included that are in the row of the plane only. */
  final int phasePixels;

  /** Pixels of a class in a row's work array: all phases. */
  final int pixels;

  /** Columns of a coarse row's work array. */
  final int coarseColumns;

  /** Groups of one image. */
  final int groups;

  /**
   * @param window rows and columns of the window count
   * @param offset first row and column of the window in the full output
   */
  Upsampling(Deconv2d op, Shape in, Shape window, Extent2 offset) {
    this.op = op;
    this.in = in;
    rows = window.h();
    int strideW = op.stride().w();
    shiftH = op.pad().h() + offset.h();
    int shiftW = op.pad().w() + offset.w();
    tapsH = Math.ceilDiv(op.kernel().h(), op.stride().h());
    tapsW = Math.ceilDiv(op.kernel().w(), strideW);
    firstGroup = shiftH / op.stride().h();
    groups = (shiftH + rows - 1) / op.stride().h() - firstGroup + 1;
    firstColumn = shiftW / strideW;
    phasePixels = (shiftW + window.w() - 1) / strideW - firstColumn + 1;
    pixels = Math.multiplyExact(strideW, phasePixels);
    coarseColumns = phasePixels + tapsW - 1;
    positions = new int[window.w()];
    for (int x = 0; x < positions.length; x++) {
      int t = x + shiftW;
      positions[x] = t % strideW * phasePixels + t / strideW - firstColumn;
    }
  }

  Deconv2d op() {
    return op;
  }

  /** The coarse input. */
  Shape in() {
    return in;
  }

  /** Where in a class of a row's work array each column of the window is. */
  int[] positions() {
    return positions;
  }

  /** Floats of a row's work array. */
  int rowFloats() {
    return in.c() * pixels;
  }

  /** Floats of the work array of the coarse rows of a group. */
  int coarseFloats() {
    return tapsH * in.c() * coarseColumns;
  }

  /** First row of the window in a group. */
  int firstRow(int group) {
    return Math.max(0, (firstGroup + group) * op.stride().h() - shiftH);
  }

  /** The row behind the last one in a group. */
  int endRow(int group) {
    return Math.min(rows, (firstGroup + group + 1) * op.stride().h() - shiftH);
  }

  /** The coarse row that a group reads with its tap; may lie outside the input. */
  int coarseRow(int group, int tap) {
    return firstGroup + group - tap;
  }

  /** The group that reads a coarse row with a tap; may be none. */
  int group(int coarseRow, int tap) {
    return coarseRow + tap - firstGroup;
  }

  /** The input's column at the start of a coarse row's work array; may be negative. */
  int firstCoarseColumn() {
    return firstColumn - (tapsW - 1);
  }

  /** Whether the input has such a row. */
  boolean hasRow(int coarseRow) {
    return coarseRow >= 0 && coarseRow < in.h();
  }

  /** First weight in {@link Taps} for a row of the window, a class and a vertical tap. */
  int kernelRow(int row, int tap) {
    return (row + shiftH) % op.stride().h() + tap * op.stride().h();
  }

  /** The group that a row of the window is in. */
  int groupOfRow(int row) {
    return (row + shiftH) / op.stride().h() - firstGroup;
  }

  /** From a row's work array to pixel after pixel, as the window is in memory. */
  void join(float[] planes, float[] row) {
    int channels = in.c();
    for (int x = 0; x < positions.length; x++) {
      int from = positions[x];
      for (int c = 0; c < channels; c++) {
        row[x * channels + c] = planes[c * pixels + from];
      }
    }
  }

  /** From pixel after pixel to a row's work array, 0 at what is no pixel of the window. */
  void split(float[] row, float[] planes) {
    int channels = in.c();
    Arrays.fill(planes, 0, rowFloats(), 0);
    for (int x = 0; x < positions.length; x++) {
      int to = positions[x];
      for (int c = 0; c < channels; c++) {
        planes[c * pixels + to] = row[x * channels + c];
      }
    }
  }
}
