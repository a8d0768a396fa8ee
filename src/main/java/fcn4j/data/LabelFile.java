package fcn4j.data;

import java.awt.image.Raster;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads label maps: PNG files with a palette or of one gray channel, at most 8 bits, whose stored
 * numbers are the labels.
 *
 * <p>The palette's colours play no part: a label is the index of a colour, as in PASCAL VOC.
 */
public final class LabelFile {
  private LabelFile() {}

  /**
   * Reads one label map.
   *
   * @return an array owned by the caller
   * @throws DataException if the file is missing, empty, cut short, no PNG, in colours, with alpha
   *     or of 16 bits
   */
  public static LabelMap read(Path path) {
    PictureFile file = PictureFile.read(path);
    if (!file.format().equals("png")) {
      throw new DataException(
          "%s is a %s file; label maps must be PNG, because other formats change the numbers"
              .formatted(path, file.format().toUpperCase(Locale.ROOT)));
    }
    Raster raster = file.picture().getRaster();
    int bits = raster.getSampleModel().getSampleSize(0);
    checkKind(raster.getNumBands(), bits, path);
    byte[] labels = new byte[Math.multiplyExact(raster.getHeight(), raster.getWidth())];
    int width = raster.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        labels[y * width + x] = (byte) row[x];
      }
    }
    return new LabelMap(raster.getHeight(), width, labels);
  }

  private static void checkKind(int bands, int bits, Path path) {
    if (bands > 1) {
      String kind =
          bands == 2
              ? "a gray picture with alpha"
              : bands == 3 ? "an RGB picture" : "an RGBA picture";
      throw new DataException(
          "%s is %s, not a label map; save the class indices as a palette PNG or an 8-bit gray PNG"
              .formatted(path, kind));
    }
    if (bits > 8) {
      throw new DataException(
          "%s has %d bits a pixel; save the class indices as a palette PNG or an 8-bit gray PNG"
              .formatted(path, bits));
    }
  }
}
