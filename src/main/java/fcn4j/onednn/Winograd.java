package fcn4j.onednn;

/**
 * Winograd's minimal filtering of 4x4 output pixels by a 3x3 kernel, F(4x4, 3x3): 36 products where
 * the definition takes 144.
 *
 * <pre>
 * Y = A^T [ (G g G^T) * (B^T d B) ] A      d 6x6 input pixels, g the kernel, * element by element
 * </pre>
 *
 * <p>One-dimensional transforms over arrays of any number of tiles and channels, element by
 * element, each row of pixels an array of its own, so that the compiler uses vectors. Interpolation
 * points 0, 3/4, -3/4, 3/2, -3/2 and infinity, whose rounding is smaller than that of the usual 0,
 * 1, -1, 2, -2. Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015.
 */
final class Winograd {
  /** Output pixels of a tile along each axis. */
  static final int OUT = 4;

  /** Input pixels of a tile along each axis. */
  static final int IN = 6;

  /** Products of a tile. */
  static final int PRODUCTS = IN * IN;

  private static final float A = 0.75f;
  private static final float B = 1.5f;
  private static final float A2 = A * A;
  private static final float B2 = B * B;
  private static final float SCALE_A = 2 * A2 * (A2 - B2);
  private static final float SCALE_B = 2 * B2 * (B2 - A2);

  private Winograd() {}

  /** x = B^T x for six arrays. */
  static void input(float[][] x, int count) {
    float[] x0 = x[0];
    float[] x1 = x[1];
    float[] x2 = x[2];
    float[] x3 = x[3];
    float[] x4 = x[4];
    float[] x5 = x[5];
    for (int i = 0; i < count; i++) {
      float evenA = x4[i] - B2 * x2[i];
      float oddA = A * (x3[i] - B2 * x1[i]);
      float evenB = x4[i] - A2 * x2[i];
      float oddB = B * (x3[i] - A2 * x1[i]);
      float first = A2 * B2 * x0[i] - (A2 + B2) * x2[i] + x4[i];
      float last = A2 * B2 * x1[i] - (A2 + B2) * x3[i] + x5[i];
      x0[i] = first;
      x1[i] = evenA + oddA;
      x2[i] = evenA - oddA;
      x3[i] = evenB + oddB;
      x4[i] = evenB - oddB;
      x5[i] = last;
    }
  }

  /** y = A^T x from six arrays to four. */
  static void output(float[][] x, float[][] y, int count) {
    float[] x0 = x[0];
    float[] x1 = x[1];
    float[] x2 = x[2];
    float[] x3 = x[3];
    float[] x4 = x[4];
    float[] x5 = x[5];
    float[] y0 = y[0];
    float[] y1 = y[1];
    float[] y2 = y[2];
    float[] y3 = y[3];
    for (int i = 0; i < count; i++) {
      float evenA = x1[i] + x2[i];
      float oddA = x1[i] - x2[i];
      float evenB = x3[i] + x4[i];
      float oddB = x3[i] - x4[i];
      y0[i] = x0[i] + evenA + evenB;
      y1[i] = A * oddA + B * oddB;
      y2[i] = A2 * evenA + B2 * evenB;
      y3[i] = A * A2 * oddA + B * B2 * oddB + x5[i];
    }
  }

  /** y = G x from three arrays to six. */
  static void weights(float[][] x, float[][] y, int count) {
    float[] x0 = x[0];
    float[] x1 = x[1];
    float[] x2 = x[2];
    float[] y0 = y[0];
    float[] y1 = y[1];
    float[] y2 = y[2];
    float[] y3 = y[3];
    float[] y4 = y[4];
    float[] y5 = y[5];
    for (int i = 0; i < count; i++) {
      float evenA = (x0[i] + A2 * x2[i]) / SCALE_A;
      float oddA = A * x1[i] / SCALE_A;
      float evenB = (x0[i] + B2 * x2[i]) / SCALE_B;
      float oddB = B * x1[i] / SCALE_B;
      y0[i] = x0[i] / (A2 * B2);
      y1[i] = evenA + oddA;
      y2[i] = evenA - oddA;
      y3[i] = evenB + oddB;
      y4[i] = evenB - oddB;
      y5[i] = x2[i];
    }
  }
}
