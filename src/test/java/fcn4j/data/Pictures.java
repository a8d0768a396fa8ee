package fcn4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Small picture files for tests. */
final class Pictures {
  private Pictures() {}

  /** A picture whose colours depend on place: red is 10*row, green 10*column, blue 7. */
  static BufferedImage colours(int height, int width, int type) {
    BufferedImage picture = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, 0xff000000 | 10 * y << 16 | 10 * x << 8 | 7);
      }
    }
    return picture;
  }

  /** A picture with a palette of 2^bits gray-free colours and the given indices. */
  static BufferedImage indexed(int bits, int height, int width, int... indices) {
    int colours = 1 << bits;
    byte[] red = new byte[colours];
    byte[] green = new byte[colours];
    byte[] blue = new byte[colours];
    for (int i = 0; i < colours; i++) {
      red[i] = (byte) (VocFolder.colour(i) >> 16);
      green[i] = (byte) (VocFolder.colour(i) >> 8);
      blue[i] = (byte) VocFolder.colour(i);
    }
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage picture =
        new BufferedImage(
            width, height, type, new IndexColorModel(bits, colours, red, green, blue));
    picture.getRaster().setSamples(0, 0, width, height, 0, indices);
    return picture;
  }

  /** A gray picture of 8 or 16 bits with the given values. */
  static BufferedImage gray(int bits, int height, int width, int... values) {
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY;
    BufferedImage picture = new BufferedImage(width, height, type);
    picture.getRaster().setSamples(0, 0, width, height, 0, values);
    return picture;
  }

  /** Writes a picture in the format of the file's ending. */
  static Path write(BufferedImage picture, Path path) throws IOException {
    Files.createDirectories(path.getParent());
    String name = path.getFileName().toString();
    if (!ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), path.toFile())) {
      throw new IOException("no writer for " + name);
    }
    return path;
  }

  /** A label map of one value. */
  static int[] filled(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }
}
