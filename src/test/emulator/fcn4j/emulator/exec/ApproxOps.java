package fcn4j.emulator.exec;

/**
 * The {@code .approx} functions. They are computed in double and rounded once, so they are within
 * the hardware's error bounds but not equal to its bits.
 */
final class ApproxOps {
  private static final double LN2 = 0.6931471805599453;

  private ApproxOps() {}

  @Opcode("rsqrt.f32")
  static float rsqrt(float a) {
    return a == 0 ? Math.copySign(Float.POSITIVE_INFINITY, a) : (float) (1 / Math.sqrt(a));
  }

  @Opcode("ex2.f32")
  static float ex2(float a) {
    if (Float.isNaN(a)) {
      return a;
    }
    if (a > 200) {
      return Float.POSITIVE_INFINITY;
    }
    if (a < -200) {
      return 0f;
    }
    double whole = Math.rint(a);
    double y = (a - whole) * LN2;
    double series = 1 + y / 12;
    for (int k = 11; k > 0; k--) {
      series = 1 + y * series / k;
    }
    return (float) (series * Double.longBitsToDouble((1023L + (long) whole) << 52));
  }

  @Opcode("lg2.f32")
  static float lg2(float a) {
    if (!(a > 0) || Float.isInfinite(a)) {
      return a == 0 ? Float.NEGATIVE_INFINITY : a > 0 ? a : Float.NaN;
    }
    double value = a;
    int exponent = Math.getExponent(value);
    double mantissa = value * Double.longBitsToDouble((1023L - exponent) << 52);
    if (mantissa > 1.4142135623730951) {
      mantissa /= 2;
      exponent++;
    }
    double s = (mantissa - 1) / (mantissa + 1);
    double square = s * s;
    double series = 1.0 / 21;
    for (int k = 19; k > 0; k -= 2) {
      series = 1.0 / k + square * series;
    }
    return (float) (exponent + 2 * s * series / LN2);
  }

  @Opcode("sin.f32")
  static float sin(float a) {
    return (float) StrictMath.sin(a);
  }

  @Opcode("cos.f32")
  static float cos(float a) {
    return (float) StrictMath.cos(a);
  }

  @Opcode("tanh.f32")
  static float tanh(float a) {
    return (float) StrictMath.tanh(a);
  }
}
