package fcn4j.reference;

import java.util.Arrays;

/**
 * The inner product of all matrix work: four rows of sums += four rows of factors times a panel.
 *
 * <p>Every row is an array of its own and all are walked by one index from 0, because C2 then
 * proves that they do not overlap and computes with whole vector registers; rows inside one array
 * run at a third of the speed, and products with separate additions at a third as well.
 */
final class FourRows {
  private FourRows() {}

  /** Index of a factor in {@link Scratch#factors}: 4x4 blocks, row by row. */
  static int index(int row, int k) {
    return (k & ~3) * Scratch.ROWS + row * 4 + (k & 3);
  }

  /** Sets a row of factors to {@code source[from .. from+depth-1]}. */
  static void setRow(Scratch scratch, int row, double[] source, int from, int depth) {
    double[] factors = scratch.factors;
    int at = 4 * row;
    int k = 0;
    for (; k + 4 <= depth; k += 4, at += 4 * Scratch.ROWS) {
      factors[at] = source[from + k];
      factors[at + 1] = source[from + k + 1];
      factors[at + 2] = source[from + k + 2];
      factors[at + 3] = source[from + k + 3];
    }
    for (; k < depth; k++) {
      factors[index(row, k)] = source[from + k];
    }
  }

  /** Sets a row of factors to 0. */
  static void clearRow(Scratch scratch, int row, int depth) {
    for (int k = 0; k < depth; k++) {
      scratch.factors[index(row, k)] = 0;
    }
  }

  /**
   * Adds factors times panel to the sums.
   *
   * @param depth rows of the panel in use; those up to the next multiple of 4 are overwritten with
   *     zeros
   * @param width columns in use
   */
  static void multiply(Scratch scratch, int depth, int width) {
    double[][] panel = scratch.panel;
    int padded = (depth + 3) & ~3;
    for (int k = depth; k < padded; k++) {
      Arrays.fill(panel[k], 0, width, 0);
      for (int row = 0; row < Scratch.ROWS; row++) {
        scratch.factors[index(row, k)] = 0;
      }
    }
    double[][] sums = scratch.sums;
    for (int k = 0; k < padded; k += 4) {
      step(
          sums[0],
          sums[1],
          sums[2],
          sums[3],
          panel[k],
          panel[k + 1],
          panel[k + 2],
          panel[k + 3],
          scratch.factors,
          k * Scratch.ROWS,
          width);
    }
  }

  private static void step(
      double[] s0,
      double[] s1,
      double[] s2,
      double[] s3,
      double[] p0,
      double[] p1,
      double[] p2,
      double[] p3,
      double[] f,
      int at,
      int width) {
    double f00 = f[at], f01 = f[at + 1], f02 = f[at + 2], f03 = f[at + 3];
    double f10 = f[at + 4], f11 = f[at + 5], f12 = f[at + 6], f13 = f[at + 7];
    double f20 = f[at + 8], f21 = f[at + 9], f22 = f[at + 10], f23 = f[at + 11];
    double f30 = f[at + 12], f31 = f[at + 13], f32 = f[at + 14], f33 = f[at + 15];
    for (int j = 0; j < width; j++) {
      double x0 = p0[j];
      double x1 = p1[j];
      double x2 = p2[j];
      double x3 = p3[j];
      s0[j] = Math.fma(f03, x3, Math.fma(f02, x2, Math.fma(f01, x1, Math.fma(f00, x0, s0[j]))));
      s1[j] = Math.fma(f13, x3, Math.fma(f12, x2, Math.fma(f11, x1, Math.fma(f10, x0, s1[j]))));
      s2[j] = Math.fma(f23, x3, Math.fma(f22, x2, Math.fma(f21, x1, Math.fma(f20, x0, s2[j]))));
      s3[j] = Math.fma(f33, x3, Math.fma(f32, x2, Math.fma(f31, x1, Math.fma(f30, x0, s3[j]))));
    }
  }
}
