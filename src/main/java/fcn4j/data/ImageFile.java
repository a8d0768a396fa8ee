package fcn4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;

/**
 * Reads photos: PNG, JPEG, BMP and GIF to RGB bytes.
 *
 * <p>Values are those stored: colour profiles and the orientation that a camera notes in EXIF are
 * ignored, as they are by the reference. Gray is repeated in the three channels, an alpha channel
 * is dropped, 16-bit values keep their upper byte.
 */
public final class ImageFile {
  private ImageFile() {}

  /**
   * Reads one photo.
   *
   * @return arrays owned by the caller
   * @throws DataException if the file is missing, empty, cut short, no picture, or CMYK
   */
  public static RgbImage read(Path path) {
    BufferedImage picture = PictureFile.read(path).picture();
    int height = picture.getHeight();
    int width = picture.getWidth();
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(height, width), RgbImage.CHANNELS)];
    if (picture.getColorModel() instanceof IndexColorModel) {
      copyColours(picture, rgb);
    } else {
      copySamples(picture.getRaster(), picture.getSampleModel().getSampleSize(0), rgb, path);
    }
    return new RgbImage(height, width, rgb);
  }

  private static void copyColours(BufferedImage picture, byte[] rgb) {
    int width = picture.getWidth();
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int colour : row) {
        rgb[at++] = (byte) (colour >> 16);
        rgb[at++] = (byte) (colour >> 8);
        rgb[at++] = (byte) colour;
      }
    }
  }

  private static void copySamples(Raster raster, int bits, byte[] rgb, Path path) {
    int bands = raster.getNumBands();
    if (bands > 4 || (bits != 8 && bits != 16)) {
      throw new DataException(
          "%s has %d channels of %d bits; convert it to 8-bit RGB".formatted(path, bands, bits));
    }
    int width = raster.getWidth();
    int green = bands >= 3 ? 1 : 0;
    int blue = bands >= 3 ? 2 : 0;
    int shift = bits - 8;
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int pixel = 0; pixel < row.length; pixel += bands) {
        rgb[at++] = (byte) (row[pixel] >> shift);
        rgb[at++] = (byte) (row[pixel + green] >> shift);
        rgb[at++] = (byte) (row[pixel + blue] >> shift);
      }
    }
  }
}
