package fcn4j.reference;

/**
 * Copies the fine values under coarse pixels, (c,u,v) in order, into rows: one row a coarse pixel.
 *
 * <p>A weight gradient spends more time here than anywhere but in its products, hence the counters
 * in place of divisions, and the case of three taps written out.
 */
final class Patches {
  private final Geometry geometry;
  private final int kh;
  private final int kw;
  private final int rowStep;
  private final int step;

  Patches(Geometry geometry) {
    this.geometry = geometry;
    kh = geometry.kernel().h();
    kw = geometry.kernel().w();
    rowStep = geometry.dilation().h();
    step = geometry.dilation().w();
  }

  /**
   * Fills the rows of all pixels of a band.
   *
   * @param group group of channels
   * @param first first column (c,u,v) of the patch
   * @param count columns
   */
  void fill(Slice fine, Band band, double[][] rows, int group, int first, int count) {
    int channel = group * geometry.fineChannels() + first / (kh * kw);
    for (int piece = 0; piece < band.pieces(); piece++) {
      int plane = fine.plane(band.image[piece], channel);
      int top = geometry.fineRow(band.row[piece], 0);
      for (int i = 0; i < band.length[piece]; i++) {
        int left = geometry.fineColumn(band.column[piece] + i, 0);
        fillRow(rows[band.start[piece] + i], fine, plane, top, left, first, count);
      }
    }
  }

  private void fillRow(
      double[] target, Slice fine, int plane, int top, int left, int first, int count) {
    int height = fine.shape().h();
    int width = fine.shape().w();
    int planeSize = fine.plane();
    double[] source = fine.data();
    boolean inner = left >= 0 && left + (kw - 1) * step < width;
    int u = first / kw % kh;
    int v = first % kw;
    int done = 0;
    while (done < count) {
      int taps = Math.min(kw - v, count - done);
      int row = top + u * rowStep;
      int column = left + v * step;
      if (row < 0 || row >= height) {
        clear(target, done, taps);
      } else if (inner) {
        copy(source, plane + row * width + column, target, done, taps);
      } else {
        copyClipped(source, plane + row * width, column, width, target, done, taps);
      }
      done += taps;
      v = 0;
      if (++u == kh) {
        u = 0;
        plane += planeSize;
      }
    }
  }

  private void copy(double[] source, int from, double[] target, int to, int taps) {
    if (taps == 3) {
      target[to] = source[from];
      target[to + 1] = source[from + step];
      target[to + 2] = source[from + 2 * step];
      return;
    }
    for (int i = 0; i < taps; i++) {
      target[to + i] = source[from + i * step];
    }
  }

  private void copyClipped(
      double[] source, int line, int column, int width, double[] target, int to, int taps) {
    for (int i = 0; i < taps; i++) {
      int x = column + i * step;
      target[to + i] = x >= 0 && x < width ? source[line + x] : 0;
    }
  }

  private static void clear(double[] target, int to, int taps) {
    for (int i = 0; i < taps; i++) {
      target[to + i] = 0;
    }
  }
}
