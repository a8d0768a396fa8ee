package fcn4j.data;

/**
 * Scales pictures by bilinear interpolation that averages where it shrinks, as the Python Imaging
 * Library does: a triangle as wide as two output pixels, columns first, then rows, each rounded to
 * bytes.
 *
 * <pre>
 * out[x] = sum over i of w(i) in[i] / sum of w,   w(i) = max(0, 1 - |i + 0.5 - c| / s)
 * c = (x + 0.5) * in / out,   s = max(1, in / out)
 * </pre>
 */
public final class Resampling {
  private Resampling() {}

  /** The weights of one output pixel for input pixels from {@code first} on. */
  private record Taps(int first, double[] weights) {}

  /**
   * A picture of another size.
   *
   * @return an array owned by the caller
   * @throws IllegalArgumentException if an extent is below 1
   */
  public static RgbImage bilinear(RgbImage image, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a picture needs at least one row and one column, got %dx%d".formatted(width, height));
    }
    return rows(columns(image, width), height);
  }

  private static RgbImage columns(RgbImage image, int width) {
    if (width == image.width()) {
      return image;
    }
    Taps[] taps = taps(image.width(), width);
    byte[] scaled = new byte[Math.multiplyExact(image.height() * width, RgbImage.CHANNELS)];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      for (Taps tap : taps) {
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          double sum = 0;
          for (int i = 0; i < tap.weights.length; i++) {
            sum += tap.weights[i] * image.at(y, tap.first + i, c);
          }
          scaled[at++] = rounded(sum);
        }
      }
    }
    return new RgbImage(image.height(), width, scaled);
  }

  private static RgbImage rows(RgbImage image, int height) {
    if (height == image.height()) {
      return image;
    }
    Taps[] taps = taps(image.height(), height);
    byte[] scaled = new byte[Math.multiplyExact(height * image.width(), RgbImage.CHANNELS)];
    int at = 0;
    for (Taps tap : taps) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          double sum = 0;
          for (int i = 0; i < tap.weights.length; i++) {
            sum += tap.weights[i] * image.at(tap.first + i, x, c);
          }
          scaled[at++] = rounded(sum);
        }
      }
    }
    return new RgbImage(height, image.width(), scaled);
  }

  private static byte rounded(double value) {
    return (byte) Math.clamp((int) Math.floor(value + 0.5), 0, 255);
  }

  private static Taps[] taps(int from, int to) {
    double scale = (double) from / to;
    double support = Math.max(1, scale);
    Taps[] taps = new Taps[to];
    for (int x = 0; x < to; x++) {
      double centre = (x + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / support);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      taps[x] = new Taps(first, weights);
    }
    return taps;
  }
}
