package fcn4j.data;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** The segment structure of a JPEG file, up to its first scan. */
final class JpegBytes {
  private static final int START_OF_SCAN = 0xda;
  private static final int APP2 = 0xe2;
  private static final int COMPONENTS_OFFSET = 9;

  private JpegBytes() {}

  static boolean isJpeg(byte[] bytes) {
    return bytes.length >= 3
        && at(bytes, 0) == 0xff
        && at(bytes, 1) == 0xd8
        && at(bytes, 2) == 0xff;
  }

  /**
   * Drops the colour profile, so that values are those stored, as Caffe and its successors see
   * them.
   *
   * @throws DataException if the file ends before its first scan or has four colour components
   *     (CMYK)
   */
  static byte[] withoutColourProfile(byte[] bytes, Path path) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
    kept.write(bytes, 0, 2);
    int at = 2;
    while (true) {
      if (at + 4 > bytes.length) {
        throw PictureFile.damaged(path, "it ends after %d bytes".formatted(bytes.length), null);
      }
      if (at(bytes, at) != 0xff) {
        throw PictureFile.damaged(path, "no marker at byte %d".formatted(at), null);
      }
      int marker = at(bytes, at + 1);
      if (marker == 0xff) {
        at++;
        continue;
      }
      int length = 2 + (at(bytes, at + 2) << 8) + at(bytes, at + 3);
      if (marker == START_OF_SCAN || at + length > bytes.length) {
        kept.write(bytes, at, bytes.length - at);
        return kept.toByteArray();
      }
      checkComponents(bytes, at, marker, path);
      if (marker != APP2) {
        kept.write(bytes, at, length);
      }
      at += length;
    }
  }

  private static void checkComponents(byte[] bytes, int at, int marker, Path path) {
    boolean frame =
        marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame && at + COMPONENTS_OFFSET < bytes.length && at(bytes, at + COMPONENTS_OFFSET) == 4) {
      throw new DataException(
          path + " is a CMYK picture (four colour components); convert it to an RGB JPEG or PNG");
    }
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }
}
