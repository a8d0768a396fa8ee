package fcn4j.emulator.exec;

/** float32 arithmetic rounded to nearest; {@code .ftz} and {@code .sat} are applied around it. */
final class FloatOps {
  private static final float CANONICAL_NAN = Float.intBitsToFloat(0x7FFFFFFF);

  private FloatOps() {}

  @Opcode("add.f32")
  static float add(float a, float b) {
    return a + b;
  }

  @Opcode("sub.f32")
  static float sub(float a, float b) {
    return a - b;
  }

  @Opcode("mul.f32")
  static float mul(float a, float b) {
    return a * b;
  }

  @Opcode("div.f32")
  static float div(float a, float b) {
    return a / b;
  }

  @Opcode("fma.f32")
  static float fma(float a, float b, float c) {
    return Math.fma(a, b, c);
  }

  @Opcode("rcp.f32")
  static float rcp(float a) {
    return 1f / a;
  }

  @Opcode("sqrt.f32")
  static float sqrt(float a) {
    return (float) Math.sqrt(a);
  }

  @Opcode("neg.f32")
  static float neg(float a) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ 0x80000000);
  }

  @Opcode("abs.f32")
  static float abs(float a) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(a) & 0x7FFFFFFF);
  }

  /** The magnitude of b with the sign of a. */
  @Opcode("copysign.f32")
  static float copysign(float a, float b) {
    int sign = Float.floatToRawIntBits(a) & 0x80000000;
    return Float.intBitsToFloat(sign | (Float.floatToRawIntBits(b) & 0x7FFFFFFF));
  }

  @Opcode("min.f32")
  static float min(float a, float b) {
    if (Float.isNaN(a) || Float.isNaN(b)) {
      return otherThanNan(a, b);
    }
    return Math.min(a, b);
  }

  @Opcode("max.f32")
  static float max(float a, float b) {
    if (Float.isNaN(a) || Float.isNaN(b)) {
      return otherThanNan(a, b);
    }
    return Math.max(a, b);
  }

  private static float otherThanNan(float a, float b) {
    return !Float.isNaN(a) ? a : !Float.isNaN(b) ? b : CANONICAL_NAN;
  }

  @Opcode("min.NaN.f32")
  static float minNan(float a, float b) {
    return Float.isNaN(a) || Float.isNaN(b) ? CANONICAL_NAN : Math.min(a, b);
  }

  @Opcode("max.NaN.f32")
  static float maxNan(float a, float b) {
    return Float.isNaN(a) || Float.isNaN(b) ? CANONICAL_NAN : Math.max(a, b);
  }

  /** Subnormals become zero of the same sign. */
  @Opcode("ftz.f32")
  static float ftz(float a) {
    return Math.abs(a) < Float.MIN_NORMAL ? copysign(a, 0f) : a;
  }

  /** Clamps to [0, 1]; NaN becomes 0. */
  @Opcode("sat.f32")
  static float sat(float a) {
    return a > 0f ? Math.min(a, 1f) : 0f;
  }

  @Opcode("testp.finite.f32")
  static boolean isFinite(float a) {
    return Float.isFinite(a);
  }

  @Opcode("testp.infinite.f32")
  static boolean isInfinite(float a) {
    return Float.isInfinite(a);
  }

  @Opcode("testp.notanumber.f32")
  static boolean isNan(float a) {
    return Float.isNaN(a);
  }

  @Opcode("testp.number.f32")
  static boolean isNumber(float a) {
    return !Float.isNaN(a);
  }

  @Opcode("testp.normal.f32")
  static boolean isNormal(float a) {
    return Float.isFinite(a) && Math.abs(a) >= Float.MIN_NORMAL;
  }

  @Opcode("testp.subnormal.f32")
  static boolean isSubnormal(float a) {
    return a != 0f && Math.abs(a) < Float.MIN_NORMAL;
  }
}
