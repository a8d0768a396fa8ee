package fcn4j.data;

/**
 * A picture in the making: a textured ground, digits drawn over it in colour, and the label of
 * every pixel.
 */
final class SceneCanvas {
  /** Share of ink from which a pixel is the digit's; the soft edge below it is nobody's. */
  private static final float DIGIT_INK = 0.5f;

  private static final float EDGE_INK = 0.2f;
  private static final float GRAIN = 24f;
  private static final float LEAST_CONTRAST = 110f;
  private static final int CONTRAST_TRIES = 64;

  private final int height;
  private final int width;
  private final SceneOptions.Ink ink;
  private final float[] rgb;
  private final byte[] labels;
  private final float[] dark = new float[RgbImage.CHANNELS];
  private final float[] bright = new float[RgbImage.CHANNELS];

  SceneCanvas(int height, int width, SceneOptions.Ink ink) {
    this.ink = ink;
    this.height = height;
    this.width = width;
    this.rgb = new float[height * width * RgbImage.CHANNELS];
    this.labels = new byte[height * width];
  }

  /** Fills the picture with clouds of two random colours; every label becomes 0, the background. */
  void ground(Draws draws) {
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      float middle = draws.between(30f, anyColour() ? 225f : 100f);
      float spread = draws.between(10f, 35f);
      dark[c] = Math.max(0f, middle - spread);
      bright[c] = Math.min(255f, middle + spread);
    }
    ValueNoise coarse = new ValueNoise(height, width, draws.between(24, 48), draws);
    ValueNoise fine = new ValueNoise(height, width, draws.between(5, 10), draws);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float mix = 0.65f * coarse.at(y, x) + 0.35f * fine.at(y, x);
        int pixel = (y * width + x) * RgbImage.CHANNELS;
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          rgb[pixel + c] = dark[c] + (bright[c] - dark[c]) * mix;
        }
      }
    }
  }

  private boolean anyColour() {
    return ink == SceneOptions.Ink.ANY_COLOUR;
  }

  /** A colour that stands out from both colours of the ground. */
  float[] inkColour(Draws draws) {
    float[] colour = new float[RgbImage.CHANNELS];
    for (int attempt = 0; attempt < CONTRAST_TRIES; attempt++) {
      for (int c = 0; c < colour.length; c++) {
        colour[c] = draws.between(anyColour() ? 0f : 140f, 255f);
      }
      if (distance(colour, dark) > LEAST_CONTRAST && distance(colour, bright) > LEAST_CONTRAST) {
        return colour;
      }
    }
    for (int c = 0; c < colour.length; c++) {
      colour[c] = anyColour() && dark[c] + bright[c] > 255f ? 0f : 255f;
    }
    return colour;
  }

  /**
   * Draws one digit over what is there.
   *
   * @param digit 28x28 bytes
   * @param label its class
   * @param centreY row of the box's centre
   * @param centreX column of the box's centre
   * @param boxPixels side of the box
   * @param radians turn, clockwise
   */
  void digit(
      byte[] digit,
      int label,
      float centreY,
      float centreX,
      float boxPixels,
      float radians,
      float[] colour) {
    float scale = Digits.SIDE / boxPixels;
    float cos = (float) StrictMath.cos(radians) * scale;
    float sin = (float) StrictMath.sin(radians) * scale;
    float middle = (Digits.SIDE - 1) / 2f;
    int reach = (int) Math.ceil(boxPixels * 0.75f);
    int top = Math.max(0, (int) centreY - reach);
    int left = Math.max(0, (int) centreX - reach);
    int bottom = Math.min(height, (int) centreY + reach + 1);
    int right = Math.min(width, (int) centreX + reach + 1);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        float dy = y - centreY;
        float dx = x - centreX;
        float alpha = sample(digit, middle + cos * dy - sin * dx, middle + sin * dy + cos * dx);
        blend(y * width + x, alpha, label, colour);
      }
    }
  }

  private void blend(int pixel, float alpha, int label, float[] colour) {
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      int at = pixel * RgbImage.CHANNELS + c;
      rgb[at] += (colour[c] - rgb[at]) * alpha;
    }
    if (alpha >= DIGIT_INK) {
      labels[pixel] = (byte) label;
    } else if (alpha >= EDGE_INK) {
      labels[pixel] = (byte) LabelMap.IGNORE;
    }
  }

  /** Ink between pixels, 0..1, by bilinear interpolation; nothing outside the box. */
  private static float sample(byte[] digit, float y, float x) {
    int y0 = (int) Math.floor(y);
    int x0 = (int) Math.floor(x);
    if (y0 < -1 || x0 < -1 || y0 >= Digits.SIDE || x0 >= Digits.SIDE) {
      return 0f;
    }
    float fy = y - y0;
    float fx = x - x0;
    float upper = inkAt(digit, y0, x0) * (1 - fx) + inkAt(digit, y0, x0 + 1) * fx;
    float lower = inkAt(digit, y0 + 1, x0) * (1 - fx) + inkAt(digit, y0 + 1, x0 + 1) * fx;
    return (upper * (1 - fy) + lower * fy) / 255f;
  }

  private static int inkAt(byte[] digit, int y, int x) {
    boolean inside = y >= 0 && x >= 0 && y < Digits.SIDE && x < Digits.SIDE;
    return inside ? digit[y * Digits.SIDE + x] & 0xff : 0;
  }

  /** The picture so far, with grain, as bytes. */
  RgbImage image(Draws draws) {
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < bytes.length; i++) {
      float grain = (draws.unit() + draws.unit() - 1f) * GRAIN;
      bytes[i] = (byte) Math.round(Math.clamp(rgb[i] + grain, 0f, 255f));
    }
    return new RgbImage(height, width, bytes);
  }

  /** The label of every pixel; a copy. */
  LabelMap labels() {
    return new LabelMap(height, width, labels.clone());
  }

  private static float distance(float[] a, float[] b) {
    float sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return (float) Math.sqrt(sum);
  }
}
