package fcn4j.data;

import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;

/**
 * How a picture of any size becomes the input of a classifier: its shorter side is scaled to a
 * length, the middle is cut out, and values are prepared.
 *
 * @param channels 3, or 1 for gray values
 * @param shorterSide length of the shorter side after scaling, in pixels
 * @param extent side of the square that is cut out
 * @param preparation channel order, mean and scale; for gray pictures its mean's first value counts
 */
public record ClassifierInput(int channels, int shorterSide, int extent, Preparation preparation) {

  /**
   * Checks the measures.
   *
   * @throws DataException if the square is larger than the scaled picture, or channels are neither
   *     1 nor 3
   */
  public ClassifierInput {
    if (extent < 1 || shorterSide < extent) {
      throw new DataException(
          "a square of %d pixels cannot be cut out of a picture scaled to %d; scale it to at least %d"
              .formatted(extent, shorterSide, extent));
    }
    if (channels != 1 && channels != RgbImage.CHANNELS) {
      throw new DataException("a classifier takes 1 or 3 channels, got " + channels);
    }
  }

  /** A picture to (1,channels,extent,extent). */
  public HostTensor tensor(RgbImage image) {
    RgbImage square = square(image);
    return channels == 1 ? gray(square) : preparation.image(square);
  }

  /** The scaled middle of a picture. */
  RgbImage square(RgbImage image) {
    double scale = (double) shorterSide / Math.min(image.height(), image.width());
    int height = (int) Math.max(extent, Math.round(scale * image.height()));
    int width = (int) Math.max(extent, Math.round(scale * image.width()));
    RgbImage scaled = Resampling.bilinear(image, height, width);
    int top = (height - extent) / 2;
    int left = (width - extent) / 2;
    int bytes = extent * RgbImage.CHANNELS;
    byte[] cut = new byte[extent * bytes];
    for (int y = 0; y < extent; y++) {
      int from = ((top + y) * width + left) * RgbImage.CHANNELS;
      System.arraycopy(scaled.rgb(), from, cut, y * bytes, bytes);
    }
    return new RgbImage(extent, extent, cut);
  }

  // Luminance as ITU-R BT.601 weighs it.
  private HostTensor gray(RgbImage image) {
    HostTensor tensor = HostTensor.zeros(new Shape(1, 1, image.height(), image.width()));
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        double luminance =
            (299 * image.at(y, x, 0) + 587 * image.at(y, x, 1) + 114 * image.at(y, x, 2)) / 1000.0;
        tensor.data()[at++] =
            (float) ((luminance - preparation.mean().first()) * preparation.scale());
      }
    }
    return tensor;
  }
}
