package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files of plain float32 values, little endian, in row-major order. */
final class FloatFile {
  private static final int PIECE_FLOATS = 1 << 16;

  private FloatFile() {}

  /**
   * Writes values.
   *
   * @throws IOException if the file can't be written
   */
  static void write(Path path, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(PIECE_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int first = 0; first < values.length; first += PIECE_FLOATS) {
        int count = Math.min(PIECE_FLOATS, values.length - first);
        bytes.clear().asFloatBuffer().put(values, first, count);
        bytes.limit(count * Float.BYTES);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    }
  }

  /**
   * Maps a file; it may be longer than an array can be read.
   *
   * @throws IOException if there is no such file
   */
  static FloatBuffer map(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
    }
  }

  /**
   * Reads all values.
   *
   * @throws IOException if there is no such file
   */
  static float[] read(Path path) throws IOException {
    FloatBuffer mapped = map(path);
    float[] values = new float[mapped.remaining()];
    mapped.get(values);
    return values;
  }
}
