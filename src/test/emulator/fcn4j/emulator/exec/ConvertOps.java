package fcn4j.emulator.exec;

/**
 * The steps of cvt. A source becomes a long (integers, extended by their sign) or a double (floats,
 * exactly); then it is rounded, clamped or wrapped.
 */
final class ConvertOps {
  private static final double TWO_63 = 0x1p63;

  private ConvertOps() {}

  @Opcode("cvt.from.u8")
  static long fromU8(int a) {
    return a & 0xFF;
  }

  @Opcode("cvt.from.s8")
  static long fromS8(int a) {
    return (byte) a;
  }

  @Opcode("cvt.from.u16")
  static long fromU16(int a) {
    return a & 0xFFFF;
  }

  @Opcode("cvt.from.s16")
  static long fromS16(int a) {
    return (short) a;
  }

  @Opcode("cvt.from.u32")
  static long fromU32(int a) {
    return a & 0xFFFFFFFFL;
  }

  @Opcode("cvt.from.s32")
  static long fromS32(int a) {
    return a;
  }

  @Opcode({"cvt.from.u64", "cvt.from.s64"})
  static long from64(long a) {
    return a;
  }

  @Opcode("cvt.from.f32")
  static double fromF32(float a) {
    return a;
  }

  @Opcode("cvt.from.f64")
  static double fromF64(double a) {
    return a;
  }

  @Opcode("cvt.from.f16")
  static double fromF16(int a) {
    return Float.float16ToFloat((short) a);
  }

  @Opcode("cvt.from.bf16")
  static double fromBf16(int a) {
    return Float.intBitsToFloat(a << 16);
  }

  @Opcode("cvt.wrap.u8")
  static long wrapU8(long a) {
    return a & 0xFF;
  }

  @Opcode("cvt.wrap.s8")
  static long wrapS8(long a) {
    return (byte) a;
  }

  @Opcode("cvt.wrap.u16")
  static long wrapU16(long a) {
    return a & 0xFFFF;
  }

  @Opcode("cvt.wrap.s16")
  static long wrapS16(long a) {
    return (short) a;
  }

  @Opcode("cvt.wrap.u32")
  static long wrapU32(long a) {
    return a & 0xFFFFFFFFL;
  }

  @Opcode("cvt.wrap.s32")
  static long wrapS32(long a) {
    return (int) a;
  }

  @Opcode({"cvt.wrap.u64", "cvt.wrap.s64"})
  static long wrap64(long a) {
    return a;
  }

  @Opcode("cvt.clamp.u8")
  static long clampU8(long a) {
    return Math.clamp(a, 0L, 0xFFL);
  }

  @Opcode("cvt.clamp.s8")
  static long clampS8(long a) {
    return Math.clamp(a, (long) Byte.MIN_VALUE, (long) Byte.MAX_VALUE);
  }

  @Opcode("cvt.clamp.u16")
  static long clampU16(long a) {
    return Math.clamp(a, 0L, 0xFFFFL);
  }

  @Opcode("cvt.clamp.s16")
  static long clampS16(long a) {
    return Math.clamp(a, (long) Short.MIN_VALUE, (long) Short.MAX_VALUE);
  }

  @Opcode("cvt.clamp.u32")
  static long clampU32(long a) {
    return Math.clamp(a, 0L, 0xFFFFFFFFL);
  }

  @Opcode("cvt.clamp.s32")
  static long clampS32(long a) {
    return Math.clamp(a, (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
  }

  @Opcode("cvt.clamp.u64")
  static long clampU64(long a) {
    return Math.max(a, 0);
  }

  @Opcode("cvt.clamp.s64")
  static long clampS64(long a) {
    return a;
  }

  /**
   * An unsigned 64-bit source before it is clamped: what a long cannot hold becomes its maximum.
   */
  @Opcode("cvt.cap.u64")
  static long capU64(long a) {
    return a < 0 ? Long.MAX_VALUE : a;
  }

  /** Towards zero with saturation; NaN becomes 0. */
  @Opcode("cvt.trunc")
  static long trunc(double a) {
    return (long) a;
  }

  @Opcode("cvt.trunc.u64")
  static long truncU64(double a) {
    if (!(a > 0)) {
      return 0;
    }
    return a < TWO_63 ? (long) a : a < 2 * TWO_63 ? (long) (a - TWO_63) + Long.MIN_VALUE : -1L;
  }

  @Opcode("cvt.rni")
  static double nearest(double a) {
    return Math.rint(a);
  }

  @Opcode("cvt.rzi")
  static double towardsZero(double a) {
    return a < 0 ? Math.ceil(a) : Math.floor(a);
  }

  @Opcode("cvt.rmi")
  static double down(double a) {
    return Math.floor(a);
  }

  @Opcode("cvt.rpi")
  static double up(double a) {
    return Math.ceil(a);
  }
}
