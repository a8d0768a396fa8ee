package fcn4j.report;

import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import fcn4j.weights.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Turns pictures and label maps into PNG files, each written whole or not at all. */
public final class Png {
  private static final int COLOURS = 256;

  private Png() {}

  /** A photo as a bitmap. */
  public static BufferedImage of(RgbImage image) {
    BufferedImage bitmap =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        bitmap.setRGB(x, y, image.at(y, x, 0) << 16 | image.at(y, x, 1) << 8 | image.at(y, x, 2));
      }
    }
    return bitmap;
  }

  /** A label map as a bitmap of palette indices: its pixels are the labels. */
  public static BufferedImage of(LabelMap labels, Palette palette) {
    byte[] red = new byte[COLOURS];
    byte[] green = new byte[COLOURS];
    byte[] blue = new byte[COLOURS];
    for (int label = 0; label < COLOURS; label++) {
      red[label] = (byte) (palette.rgb(label) >> 16);
      green[label] = (byte) (palette.rgb(label) >> 8);
      blue[label] = (byte) palette.rgb(label);
    }
    BufferedImage bitmap =
        new BufferedImage(
            labels.width(),
            labels.height(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, COLOURS, red, green, blue));
    byte[] pixels = ((DataBufferByte) bitmap.getRaster().getDataBuffer()).getData();
    System.arraycopy(labels.labels(), 0, pixels, 0, pixels.length);
    return bitmap;
  }

  /**
   * Writes a label map as a palette PNG, in VOC's manner: the stored numbers are the labels.
   *
   * @throws fcn4j.weights.WeightFileException if the file cannot be written
   */
  public static void write(Path path, LabelMap labels, Palette palette) {
    write(path, of(labels, palette));
  }

  /**
   * Writes a bitmap.
   *
   * @throws fcn4j.weights.WeightFileException if the file cannot be written
   */
  public static void write(Path path, BufferedImage bitmap) {
    ByteBuffer bytes = ByteBuffer.wrap(encode(bitmap));
    AtomicFile.write(
        path,
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private static byte[] encode(BufferedImage bitmap) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(bitmap);
    } catch (IOException e) {
      throw new UncheckedIOException("a PNG could not be encoded in memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
