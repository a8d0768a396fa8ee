package fcn4j.reference;

/**
 * Copies the fine values under coarse pixels, (c,u,v) in order, into rows: one row a coarse pixel.
 *
 * <p>A weight gradient spends more time here than anywhere but in its products, hence the counters
 * in place of divisions, and whole windows of 3x3 written out: they take 1 ns a value, those of
 * loops 1.8.
 */
final class Patches {
  private final Geometry geometry;
  private final int kh;
  private final int kw;
  private final boolean nine;
  private final int rowStep;
  private final int step;

  Patches(Geometry geometry) {
    this.geometry = geometry;
    kh = geometry.kernel().h();
    kw = geometry.kernel().w();
    nine = kh == 3 && kw == 3;
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
    boolean whole = nine && inner && top >= 0 && top + 2 * rowStep < height;
    while (done < count) {
      if (whole && u == 0 && v == 0 && done + 9 <= count) {
        copyNine(source, plane + top * width + left, rowStep * width, target, done);
        done += 9;
        plane += planeSize;
        continue;
      }
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

  /** A whole window of 3x3. */
  private void copyNine(double[] source, int from, int line, double[] target, int to) {
    int second = from + line;
    int third = second + line;
    target[to] = source[from];
    target[to + 1] = source[from + step];
    target[to + 2] = source[from + 2 * step];
    target[to + 3] = source[second];
    target[to + 4] = source[second + step];
    target[to + 5] = source[second + 2 * step];
    target[to + 6] = source[third];
    target[to + 7] = source[third + step];
    target[to + 8] = source[third + 2 * step];
  }

  private void copy(double[] source, int from, double[] target, int to, int taps) {
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
