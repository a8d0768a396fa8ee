package fcn4j.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** The chunk structure of a PNG file; the decoder itself checks neither sums nor the end. */
final class PngBytes {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int END = 0x49454e44;
  private static final int CHUNK_OVERHEAD_BYTES = 12;

  private PngBytes() {}

  static boolean isPng(byte[] bytes) {
    return bytes.length >= SIGNATURE.length
        && ByteBuffer.wrap(bytes, 0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE));
  }

  /**
   * Walks the chunks up to the end marker and checks each one's sum.
   *
   * @throws DataException if the file ends early or a sum is wrong
   */
  static void check(byte[] bytes, Path path) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = SIGNATURE.length;
    while (true) {
      int left = bytes.length - at;
      if (left < CHUNK_OVERHEAD_BYTES) {
        throw PictureFile.damaged(path, "it ends after %d bytes".formatted(bytes.length), null);
      }
      int length = buffer.getInt(at);
      int type = buffer.getInt(at + 4);
      if (length < 0 || length > left - CHUNK_OVERHEAD_BYTES) {
        throw PictureFile.damaged(path, "it ends after %d bytes".formatted(bytes.length), null);
      }
      CRC32 sum = new CRC32();
      sum.update(bytes, at + 4, length + 4);
      if ((int) sum.getValue() != buffer.getInt(at + 8 + length)) {
        throw PictureFile.damaged(path, "wrong check sum at byte %d".formatted(at), null);
      }
      if (type == END) {
        return;
      }
      at += length + CHUNK_OVERHEAD_BYTES;
    }
  }
}
