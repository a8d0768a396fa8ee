package fcn4j.reference;

import org.jspecify.annotations.Nullable;

/**
 * Where an image's pixels come from when it is mirrored and translated.
 *
 * @param mirror whether columns are reversed
 * @param dy rows by which the image moves down
 * @param dx columns by which it moves right
 */
record Jitter(boolean mirror, int dy, int dx) {

  /** The jitter of an image from (N,1,1,3) values, none if there are none. */
  static Jitter of(@Nullable Slice values, int image) {
    if (values == null) {
      return new Jitter(false, 0, 0);
    }
    int at = values.at() + 3 * image;
    double[] data = values.data();
    return new Jitter(data[at] != 0, (int) data[at + 1], (int) data[at + 2]);
  }

  /** The source pixel of (row, column) as row*width + column, or -1 if it lies outside. */
  int source(int row, int column, int height, int width) {
    int fromRow = row - dy;
    int fromColumn = column - dx;
    if (fromRow < 0 || fromRow >= height || fromColumn < 0 || fromColumn >= width) {
      return -1;
    }
    return fromRow * width + (mirror ? width - 1 - fromColumn : fromColumn);
  }
}
