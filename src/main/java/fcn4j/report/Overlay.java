package fcn4j.report;

import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import java.awt.image.BufferedImage;

/**
 * Draws a label map over its photo: each region tinted with its class's colour and edged with it.
 *
 * @param opacity share of the class's colour inside a region, 0 to 1
 * @param clearLabel a label whose regions keep the photo's colours, such as the background, or -1
 *     for none
 */
public record Overlay(Palette palette, float opacity, int clearLabel) {
  private static final float EDGE_OPACITY = 0.9f;

  /**
   * Checks the opacity.
   *
   * @throws IllegalArgumentException if it is not within 0 to 1
   */
  public Overlay {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity is 0 to 1, got " + opacity);
    }
  }

  /** Half opaque; the background, label 0, stays clear. */
  public static Overlay onBackground(Palette palette) {
    return new Overlay(palette, 0.5f, 0);
  }

  /** Half opaque; every class is tinted. */
  public static Overlay everywhere(Palette palette) {
    return new Overlay(palette, 0.5f, -1);
  }

  /**
   * Draws.
   *
   * @return a bitmap of the photo's size
   * @throws IllegalArgumentException if the two differ in size
   */
  public BufferedImage draw(RgbImage image, LabelMap labels) {
    if (image.height() != labels.height() || image.width() != labels.width()) {
      throw new IllegalArgumentException(
          "a photo of %dx%d does not go with labels of %dx%d"
              .formatted(image.width(), image.height(), labels.width(), labels.height()));
    }
    BufferedImage bitmap = Png.of(image);
    for (int y = 0; y < labels.height(); y++) {
      for (int x = 0; x < labels.width(); x++) {
        int label = labels.at(y, x);
        if (label != clearLabel && label != LabelMap.IGNORE) {
          float share = isEdge(labels, y, x) ? EDGE_OPACITY : opacity;
          bitmap.setRGB(x, y, mix(bitmap.getRGB(x, y), palette.rgb(label), share));
        }
      }
    }
    return bitmap;
  }

  /** Whether a neighbour within the picture has another label. */
  private static boolean isEdge(LabelMap labels, int y, int x) {
    int label = labels.at(y, x);
    return (y > 0 && labels.at(y - 1, x) != label)
        || (x > 0 && labels.at(y, x - 1) != label)
        || (y + 1 < labels.height() && labels.at(y + 1, x) != label)
        || (x + 1 < labels.width() && labels.at(y, x + 1) != label);
  }

  private static int mix(int below, int above, float share) {
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = below >> shift & 0xff;
      int b = above >> shift & 0xff;
      colour |= Math.round(a + (b - a) * share) << shift;
    }
    return colour;
  }
}
