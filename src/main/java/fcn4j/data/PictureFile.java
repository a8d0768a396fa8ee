package fcn4j.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoded picture file, as the decoder left it; cut and damaged files are refused instead of half
 * decoded.
 */
record PictureFile(String format, BufferedImage picture) {
  private static final long MAX_PIXELS = 1L << 27;

  /**
   * Decodes a file.
   *
   * @throws DataException if the file is missing, empty, cut short, damaged, too large or no
   *     picture
   */
  static PictureFile read(Path path) {
    byte[] bytes = bytes(path);
    if (bytes.length == 0) {
      throw new DataException(path + " is empty (0 bytes); copy or download it again");
    }
    if (PngBytes.isPng(bytes)) {
      PngBytes.check(bytes, path);
    } else if (JpegBytes.isJpeg(bytes)) {
      bytes = JpegBytes.withoutColourProfile(bytes, path);
    }
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return decode(stream, path);
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw damaged(
          path, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new DataException(path + " does not exist; check the path", e);
    } catch (IOException | OutOfMemoryError e) {
      throw new DataException(
          "cannot read %s (%s); check that it is a readable picture file".formatted(path, e), e);
    }
  }

  private static PictureFile decode(ImageInputStream stream, Path path) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    if (!readers.hasNext()) {
      throw new DataException(
          path + " is not a picture that can be read; convert it to PNG or JPEG");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(stream, true, true);
      long pixels = (long) reader.getHeight(0) * reader.getWidth(0);
      if (pixels > MAX_PIXELS) {
        throw new DataException(
            "%s has %dx%d pixels, more than %d in all; scale it down"
                .formatted(path, reader.getWidth(0), reader.getHeight(0), MAX_PIXELS));
      }
      reader.addIIOReadWarningListener(refuseTruncation(path));
      BufferedImage picture = reader.read(0);
      return new PictureFile(reader.getFormatName().toLowerCase(Locale.ROOT), picture);
    } finally {
      reader.dispose();
    }
  }

  /** The JPEG decoder reports a cut file as a mere warning and paints the rest grey. */
  private static IIOReadWarningListener refuseTruncation(Path path) {
    return (source, warning) -> {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (lower.contains("truncated") || lower.contains("premature") || lower.contains("corrupt")) {
        throw damaged(path, warning, null);
      }
    };
  }

  static DataException damaged(Path path, String what, @Nullable Throwable cause) {
    String message =
        "%s is damaged or cut short (%s); copy or download it again".formatted(path, what);
    return cause == null ? new DataException(message) : new DataException(message, cause);
  }
}
