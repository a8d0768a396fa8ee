package fcn4j.emulator.library;

/** Maximum and average pooling on dense arrays. */
final class Pooling {
  static final int MAX = 0;
  static final int AVERAGE_WITH_PADDING = 1;
  static final int AVERAGE_WITHOUT_PADDING = 2;
  static final int MAX_DETERMINISTIC = 3;

  private final PoolingState how;
  private final Layout in;
  private final Layout out;

  Pooling(PoolingState how, Layout in, Layout out) {
    this.how = how;
    this.in = in;
    this.out = out;
  }

  /** Visits the window of an output element. */
  private interface Window {
    void visit(int outAt, int plane, int y0, int y1, int x0, int x1);
  }

  private void windows(Window window) {
    int at = 0;
    for (int plane = 0; plane < in.n() * in.c(); plane++) {
      for (int oy = 0; oy < out.h(); oy++) {
        for (int ox = 0; ox < out.w(); ox++) {
          int y = oy * how.strideH() - how.padH();
          int x = ox * how.strideW() - how.padW();
          window.visit(
              at++,
              plane * in.h() * in.w(),
              Math.max(y, 0),
              Math.min(y + how.windowH(), in.h()),
              Math.max(x, 0),
              Math.min(x + how.windowW(), in.w()));
        }
      }
    }
  }

  private boolean isMax() {
    return how.mode() == MAX || how.mode() == MAX_DETERMINISTIC;
  }

  private int divisor(int y0, int y1, int x0, int x1) {
    return how.mode() == AVERAGE_WITH_PADDING
        ? how.windowH() * how.windowW()
        : (y1 - y0) * (x1 - x0);
  }

  float[] forward(float[] image) {
    float[] result = new float[out.count()];
    windows((at, plane, y0, y1, x0, x1) -> {
      float value = isMax() ? Float.NEGATIVE_INFINITY : 0;
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          float element = image[plane + y * in.w() + x];
          value = isMax() ? Math.max(value, element) : value + element;
        }
      }
      result[at] = isMax() ? value : value / divisor(y0, y1, x0, x1);
    });
    return result;
  }

  /**
   * The gradient of the image. Of equal maxima the last gets it: cuDNN does not promise which, so
   * code that needs the first must not use it.
   */
  float[] backward(float[] image, float[] result, float[] dOut) {
    float[] dImage = new float[in.count()];
    windows((at, plane, y0, y1, x0, x1) -> {
      int winner = -1;
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          int place = plane + y * in.w() + x;
          if (!isMax()) {
            dImage[place] += dOut[at] / divisor(y0, y1, x0, x1);
          } else if (image[place] == result[at]) {
            winner = place;
          }
        }
      }
      if (winner >= 0) {
        dImage[winner] += dOut[at];
      }
    });
    return dImage;
  }
}
