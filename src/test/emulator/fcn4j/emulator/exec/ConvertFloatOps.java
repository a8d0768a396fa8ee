package fcn4j.emulator.exec;

/** The last steps of cvt to a floating-point type. */
final class ConvertFloatOps {
  private ConvertFloatOps() {}

  @Opcode("cvt.int.rn.f32")
  static float intRn(long a) {
    return (float) a;
  }

  @Opcode("cvt.int.rz.f32")
  static float intRz(long a) {
    float nearest = (float) a;
    return RoundedOps.nudge(nearest, above(a, nearest), 0);
  }

  @Opcode("cvt.int.rm.f32")
  static float intRm(long a) {
    float nearest = (float) a;
    return RoundedOps.nudge(nearest, above(a, nearest), -1);
  }

  @Opcode("cvt.int.rp.f32")
  static float intRp(long a) {
    float nearest = (float) a;
    return RoundedOps.nudge(nearest, above(a, nearest), 1);
  }

  private static double above(long exact, float rounded) {
    return rounded >= 0x1p63f ? -1 : (double) (exact - (long) rounded);
  }

  @Opcode("cvt.uint.rn.f32")
  static float unsignedRn(long a) {
    return a >= 0 ? (float) a : (float) ((a >>> 1) | (a & 1)) * 2f;
  }

  @Opcode("cvt.int.rn.f64")
  static double intToDouble(long a) {
    return (double) a;
  }

  @Opcode("cvt.uint.rn.f64")
  static double unsignedToDouble(long a) {
    return a >= 0 ? (double) a : (double) ((a >>> 1) | (a & 1)) * 2;
  }

  @Opcode({"cvt.f32", "cvt.rn.f32"})
  static float rn(double a) {
    return (float) a;
  }

  @Opcode("cvt.rz.f32")
  static float rz(double a) {
    return directed(a, 0);
  }

  @Opcode("cvt.rm.f32")
  static float rm(double a) {
    return directed(a, -1);
  }

  @Opcode("cvt.rp.f32")
  static float rp(double a) {
    return directed(a, 1);
  }

  private static float directed(double a, int mode) {
    float nearest = (float) a;
    return Double.isNaN(a) || Double.isInfinite(a)
        ? nearest
        : RoundedOps.nudge(nearest, a - nearest, mode);
  }

  @Opcode("cvt.f64")
  static double toDouble(double a) {
    return a;
  }

  /** From a float32 held as a double. */
  @Opcode("cvt.rn.f16")
  static int toF16(double a) {
    return Float.floatToFloat16((float) a) & 0xFFFF;
  }

  /** From a float32 held as a double: to nearest, ties to even. */
  @Opcode("cvt.rn.bf16")
  static int toBf16(double a) {
    float value = (float) a;
    if (Float.isNaN(value)) {
      return 0x7FFF;
    }
    int bits = Float.floatToRawIntBits(value);
    return ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16) & 0xFFFF;
  }

  @Opcode({"cvt.rn.f16x2.f32"})
  static int toF16x2(float high, float low) {
    return toF16(high) << 16 | toF16(low);
  }

  @Opcode({"cvt.rn.bf16x2.f32"})
  static int toBf16x2(float high, float low) {
    return toBf16(high) << 16 | toBf16(low);
  }
}
