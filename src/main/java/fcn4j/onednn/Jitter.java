package fcn4j.onednn;

import fcn4j.op.View;
import org.jspecify.annotations.Nullable;

/**
 * Where an image's pixels come from when it is mirrored and translated.
 *
 * @param mirror whether columns are reversed
 * @param dy rows by which the image moves down
 * @param dx columns by which it moves right
 */
record Jitter(boolean mirror, int dy, int dx) {

  /** The jitters of a batch from (N,1,1,3) values, none if there are none. */
  static Jitter[] of(@Nullable View view, int images) {
    Jitter[] jitters = new Jitter[images];
    float[] values = new float[3 * images];
    if (view != null) {
      Floats.of(view).read(0, values.length, values);
    }
    for (int n = 0; n < images; n++) {
      jitters[n] = new Jitter(values[3 * n] != 0, (int) values[3 * n + 1], (int) values[3 * n + 2]);
    }
    return jitters;
  }

  /** The source row of a row, or -1 if it lies outside. */
  int row(int row, int height) {
    int from = row - dy;
    return from < 0 || from >= height ? -1 : from;
  }

  /** The source column of a column, or -1 if it lies outside. */
  int column(int column, int width) {
    int from = column - dx;
    if (from < 0 || from >= width) {
      return -1;
    }
    return mirror ? width - 1 - from : from;
  }
}
