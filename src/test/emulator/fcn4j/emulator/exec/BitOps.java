package fcn4j.emulator.exec;

/** Logic, shifts and bit fields. Shift counts beyond the width give 0 or the sign. */
final class BitOps {
  private BitOps() {}

  @Opcode({"and.b32", "and.b16"})
  static int and(int a, int b) {
    return a & b;
  }

  @Opcode({"or.b32", "or.b16"})
  static int or(int a, int b) {
    return a | b;
  }

  @Opcode({"xor.b32", "xor.b16"})
  static int xor(int a, int b) {
    return a ^ b;
  }

  @Opcode("not.b32")
  static int not(int a) {
    return ~a;
  }

  @Opcode("not.b16")
  static int not16(int a) {
    return ~a & 0xFFFF;
  }

  @Opcode("cnot.b32")
  static int cnot(int a) {
    return a == 0 ? 1 : 0;
  }

  @Opcode("and.pred")
  static boolean and(boolean a, boolean b) {
    return a & b;
  }

  @Opcode("or.pred")
  static boolean or(boolean a, boolean b) {
    return a | b;
  }

  @Opcode("xor.pred")
  static boolean xor(boolean a, boolean b) {
    return a ^ b;
  }

  @Opcode("not.pred")
  static boolean not(boolean a) {
    return !a;
  }

  @Opcode("and.b64")
  static long and(long a, long b) {
    return a & b;
  }

  @Opcode("or.b64")
  static long or(long a, long b) {
    return a | b;
  }

  @Opcode("xor.b64")
  static long xor(long a, long b) {
    return a ^ b;
  }

  @Opcode("not.b64")
  static long not(long a) {
    return ~a;
  }

  @Opcode("shl.b32")
  static int shl(int a, int count) {
    return Integer.compareUnsigned(count, 31) > 0 ? 0 : a << count;
  }

  @Opcode({"shr.u32", "shr.b32"})
  static int shrU(int a, int count) {
    return Integer.compareUnsigned(count, 31) > 0 ? 0 : a >>> count;
  }

  @Opcode("shr.s32")
  static int shrS(int a, int count) {
    return a >> (Integer.compareUnsigned(count, 31) > 0 ? 31 : count);
  }

  @Opcode("shl.b16")
  static int shl16(int a, int count) {
    return Integer.compareUnsigned(count, 15) > 0 ? 0 : (a << count) & 0xFFFF;
  }

  @Opcode({"shr.u16", "shr.b16"})
  static int shrU16(int a, int count) {
    return Integer.compareUnsigned(count, 15) > 0 ? 0 : (a & 0xFFFF) >>> count;
  }

  @Opcode("shr.s16")
  static int shrS16(int a, int count) {
    return ((short) a >> (Integer.compareUnsigned(count, 15) > 0 ? 15 : count)) & 0xFFFF;
  }

  @Opcode("shl.b64")
  static long shl(long a, int count) {
    return Integer.compareUnsigned(count, 63) > 0 ? 0 : a << count;
  }

  @Opcode({"shr.u64", "shr.b64"})
  static long shrU(long a, int count) {
    return Integer.compareUnsigned(count, 63) > 0 ? 0 : a >>> count;
  }

  @Opcode("shr.s64")
  static long shrS(long a, int count) {
    return a >> (Integer.compareUnsigned(count, 63) > 0 ? 63 : count);
  }

  @Opcode("shf.l.wrap.b32")
  static int funnelLeftWrap(int low, int high, int count) {
    return (int) (joined(low, high) << (count & 31) >>> 32);
  }

  @Opcode("shf.r.wrap.b32")
  static int funnelRightWrap(int low, int high, int count) {
    return (int) (joined(low, high) >>> (count & 31));
  }

  @Opcode("shf.l.clamp.b32")
  static int funnelLeftClamp(int low, int high, int count) {
    return Integer.compareUnsigned(count, 31) > 0 ? low : funnelLeftWrap(low, high, count);
  }

  @Opcode("shf.r.clamp.b32")
  static int funnelRightClamp(int low, int high, int count) {
    return Integer.compareUnsigned(count, 31) > 0 ? high : funnelRightWrap(low, high, count);
  }

  private static long joined(int low, int high) {
    return ((long) high << 32) | (low & 0xFFFFFFFFL);
  }
}
