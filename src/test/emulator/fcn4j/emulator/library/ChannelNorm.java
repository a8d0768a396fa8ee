package fcn4j.emulator.library;

/** Local response normalisation across channels: {@code y = x (k + alpha/size sum x²)^-beta}. */
record ChannelNorm(int size, double alpha, double beta, double k) {

  boolean valid() {
    return size >= 1 && size <= 16 && k >= 1e-5 && beta >= 0.01;
  }

  private int before() {
    return (size - 1) / 2;
  }

  private int first(int c) {
    return Math.max(0, c - before());
  }

  private int end(Layout layout, int c) {
    return Math.min(layout.c(), c - before() + size);
  }

  private double scale(Layout layout, float[] x, int base, int plane, int c) {
    double sum = 0;
    for (int i = first(c); i < end(layout, c); i++) {
      double value = x[base + i * plane];
      sum += value * value;
    }
    return k + alpha / size * sum;
  }

  float[] forward(Layout layout, float[] x) {
    float[] y = new float[x.length];
    int plane = layout.h() * layout.w();
    for (int i = 0; i < layout.n() * plane; i++) {
      int base = i / plane * layout.c() * plane + i % plane;
      for (int c = 0; c < layout.c(); c++) {
        int at = base + c * plane;
        y[at] = (float) (x[at] * Math.pow(scale(layout, x, base, plane, c), -beta));
      }
    }
    return y;
  }

  float[] backward(Layout layout, float[] x, float[] dY) {
    float[] dX = new float[x.length];
    int plane = layout.h() * layout.w();
    double[] scales = new double[layout.c()];
    for (int i = 0; i < layout.n() * plane; i++) {
      int base = i / plane * layout.c() * plane + i % plane;
      for (int c = 0; c < layout.c(); c++) {
        scales[c] = scale(layout, x, base, plane, c);
      }
      for (int c = 0; c < layout.c(); c++) {
        int at = base + c * plane;
        double sum = dY[at] * Math.pow(scales[c], -beta);
        for (int o = 0; o < layout.c(); o++) {
          if (c >= first(o) && c < end(layout, o)) {
            double other = x[base + o * plane] * (double) dY[base + o * plane];
            sum -= 2 * alpha * beta / size * x[at] * other * Math.pow(scales[o], -beta - 1);
          }
        }
        dX[at] = (float) sum;
      }
    }
    return dX;
  }
}
