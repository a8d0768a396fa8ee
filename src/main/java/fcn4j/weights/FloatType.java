package fcn4j.weights;

import java.nio.ByteBuffer;

/** The forms in which floats are written. */
public enum FloatType {
  /** IEEE single precision: what the engine computes with. */
  FLOAT32(4),
  /** IEEE half precision: 11 bits, up to 65504. */
  FLOAT16(2),
  /** The upper half of a float32: 8 bits, its whole range. */
  BFLOAT16(2);

  /** Adding it rounds to the nearest upper half, ties to even once the last kept bit is added. */
  private static final int BFLOAT16_ROUNDING = 0x7fff;

  final int bytes;

  FloatType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Appends values in the buffer's byte order.
   *
   * @return the index of the first finite value that is out of this type's range, or -1
   */
  int encode(float[] values, int from, int count, ByteBuffer target) {
    int beyond = -1;
    for (int i = from; i < from + count; i++) {
      float value = values[i];
      switch (this) {
        case FLOAT32 -> target.putInt(Float.floatToRawIntBits(value));
        case FLOAT16 -> {
          short half = Float.floatToFloat16(value);
          target.putShort(half);
          beyond = lost(value, Float.float16ToFloat(half)) && beyond < 0 ? i : beyond;
        }
        case BFLOAT16 -> {
          short upper = upperHalf(value);
          target.putShort(upper);
          beyond = lost(value, Float.intBitsToFloat(upper << 16)) && beyond < 0 ? i : beyond;
        }
      }
    }
    return beyond;
  }

  private static boolean lost(float value, float stored) {
    return Float.isInfinite(stored) && !Float.isInfinite(value);
  }

  private static short upperHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + BFLOAT16_ROUNDING + (bits >>> 16 & 1) >>> 16);
  }
}
