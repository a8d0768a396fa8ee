package fcn4j.reference;

/** The work arrays of one worker, made once for a backend's life. */
final class Scratch {
  /** Rows of the panel: products that are summed before sums go back to memory. */
  static final int DEPTH = 256;

  /** Columns of the panel. */
  static final int WIDTH = 256;

  /** Rows that are computed together. */
  static final int ROWS = 4;

  /** The right factor; every row is an array of its own, see {@link FourRows}. */
  final double[][] panel = new double[DEPTH][WIDTH];

  /** Sums of four rows of the product. */
  final double[][] sums = new double[ROWS][WIDTH];

  /** The left factor's four rows in blocks of 4x4. */
  final double[] factors = new double[ROWS * DEPTH];

  /** The pixels that the panel's columns or rows stand for. */
  final Band band = new Band(Math.max(DEPTH, WIDTH));
}
