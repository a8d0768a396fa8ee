package fcn4j.emulator.exec;

/** The comparisons of setp and set, by comparison and type. */
final class CompareOps {
  private CompareOps() {}

  @Opcode({"cmp.eq.s32", "cmp.eq.u32", "cmp.eq.b32"})
  static boolean eq(int a, int b) {
    return a == b;
  }

  @Opcode({"cmp.ne.s32", "cmp.ne.u32", "cmp.ne.b32"})
  static boolean ne(int a, int b) {
    return a != b;
  }

  @Opcode("cmp.lt.s32")
  static boolean lt(int a, int b) {
    return a < b;
  }

  @Opcode("cmp.le.s32")
  static boolean le(int a, int b) {
    return a <= b;
  }

  @Opcode("cmp.gt.s32")
  static boolean gt(int a, int b) {
    return a > b;
  }

  @Opcode("cmp.ge.s32")
  static boolean ge(int a, int b) {
    return a >= b;
  }

  @Opcode({"cmp.lt.u32", "cmp.lo.u32"})
  static boolean lo(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0;
  }

  @Opcode({"cmp.le.u32", "cmp.ls.u32"})
  static boolean ls(int a, int b) {
    return Integer.compareUnsigned(a, b) <= 0;
  }

  @Opcode({"cmp.gt.u32", "cmp.hi.u32"})
  static boolean hi(int a, int b) {
    return Integer.compareUnsigned(a, b) > 0;
  }

  @Opcode({"cmp.ge.u32", "cmp.hs.u32"})
  static boolean hs(int a, int b) {
    return Integer.compareUnsigned(a, b) >= 0;
  }

  @Opcode({"cmp.eq.s16", "cmp.eq.u16", "cmp.eq.b16"})
  static boolean eq16(int a, int b) {
    return (short) a == (short) b;
  }

  @Opcode({"cmp.ne.s16", "cmp.ne.u16", "cmp.ne.b16"})
  static boolean ne16(int a, int b) {
    return (short) a != (short) b;
  }

  @Opcode("cmp.lt.s16")
  static boolean lt16(int a, int b) {
    return (short) a < (short) b;
  }

  @Opcode("cmp.le.s16")
  static boolean le16(int a, int b) {
    return (short) a <= (short) b;
  }

  @Opcode("cmp.gt.s16")
  static boolean gt16(int a, int b) {
    return (short) a > (short) b;
  }

  @Opcode("cmp.ge.s16")
  static boolean ge16(int a, int b) {
    return (short) a >= (short) b;
  }

  @Opcode({"cmp.lt.u16", "cmp.lo.u16"})
  static boolean lo16(int a, int b) {
    return (a & 0xFFFF) < (b & 0xFFFF);
  }

  @Opcode({"cmp.le.u16", "cmp.ls.u16"})
  static boolean ls16(int a, int b) {
    return (a & 0xFFFF) <= (b & 0xFFFF);
  }

  @Opcode({"cmp.gt.u16", "cmp.hi.u16"})
  static boolean hi16(int a, int b) {
    return (a & 0xFFFF) > (b & 0xFFFF);
  }

  @Opcode({"cmp.ge.u16", "cmp.hs.u16"})
  static boolean hs16(int a, int b) {
    return (a & 0xFFFF) >= (b & 0xFFFF);
  }

  @Opcode({"cmp.eq.s64", "cmp.eq.u64", "cmp.eq.b64"})
  static boolean eq(long a, long b) {
    return a == b;
  }

  @Opcode({"cmp.ne.s64", "cmp.ne.u64", "cmp.ne.b64"})
  static boolean ne(long a, long b) {
    return a != b;
  }

  @Opcode("cmp.lt.s64")
  static boolean lt(long a, long b) {
    return a < b;
  }

  @Opcode("cmp.le.s64")
  static boolean le(long a, long b) {
    return a <= b;
  }

  @Opcode("cmp.gt.s64")
  static boolean gt(long a, long b) {
    return a > b;
  }

  @Opcode("cmp.ge.s64")
  static boolean ge(long a, long b) {
    return a >= b;
  }

  @Opcode({"cmp.lt.u64", "cmp.lo.u64"})
  static boolean lo(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  @Opcode({"cmp.le.u64", "cmp.ls.u64"})
  static boolean ls(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0;
  }

  @Opcode({"cmp.gt.u64", "cmp.hi.u64"})
  static boolean hi(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }

  @Opcode({"cmp.ge.u64", "cmp.hs.u64"})
  static boolean hs(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0;
  }
}
