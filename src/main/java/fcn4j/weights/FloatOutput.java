package fcn4j.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes arrays piece by piece, little-endian, in one type. */
final class FloatOutput {
  private static final int BUFFER_FLOATS = 1 << 16;

  private final FloatType type;
  private final Target target;
  private final ByteBuffer buffer;

  /** Where the bytes go. */
  @FunctionalInterface
  interface Target {
    /** Takes all remaining bytes. */
    void write(ByteBuffer bytes) throws IOException;
  }

  FloatOutput(FloatType type, Target target) {
    this.type = type;
    this.target = target;
    this.buffer = ByteBuffer.allocate(BUFFER_FLOATS * type.bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes a whole array.
   *
   * @throws WeightFileException if a value is beyond the type's range
   */
  void write(WeightEntry entry, ArrayReader reader) throws IOException {
    try {
      reader.forEachPiece(entry, (first, values, count) -> writePiece(entry, first, values, count));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void writePiece(WeightEntry entry, long first, float[] values, int count) {
    for (int at = 0; at < count; at += BUFFER_FLOATS) {
      int part = Math.min(BUFFER_FLOATS, count - at);
      int beyond = type.encode(values, at, part, buffer.clear());
      if (beyond >= 0) {
        throw new WeightFileException(
            "value %d of %s is %s, beyond what %s can hold; write float32 instead"
                .formatted(first + beyond, entry, values[beyond], type));
      }
      try {
        target.write(buffer.flip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
