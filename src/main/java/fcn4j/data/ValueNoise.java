package fcn4j.data;

/** Smooth noise, 0..1: random values on a grid, interpolated between its points. */
final class ValueNoise {
  private final int cellPixels;
  private final int columns;
  private final float[] values;

  ValueNoise(int height, int width, int cellPixels, Draws draws) {
    this.cellPixels = cellPixels;
    this.columns = width / cellPixels + 2;
    this.values = new float[(height / cellPixels + 2) * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.unit();
    }
  }

  float at(int y, int x) {
    float fy = smooth((float) (y % cellPixels) / cellPixels);
    float fx = smooth((float) (x % cellPixels) / cellPixels);
    int corner = y / cellPixels * columns + x / cellPixels;
    float upper = values[corner] + (values[corner + 1] - values[corner]) * fx;
    int below = corner + columns;
    float lower = values[below] + (values[below + 1] - values[below]) * fx;
    return upper + (lower - upper) * fy;
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }
}
