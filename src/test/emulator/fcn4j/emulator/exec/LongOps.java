package fcn4j.emulator.exec;

/** 64-bit integer arithmetic and the widening products. */
final class LongOps {
  private LongOps() {}

  @Opcode({"add.s64", "add.u64"})
  static long add(long a, long b) {
    return a + b;
  }

  @Opcode({"sub.s64", "sub.u64"})
  static long sub(long a, long b) {
    return a - b;
  }

  @Opcode({"mul.lo.s64", "mul.lo.u64"})
  static long mulLo(long a, long b) {
    return a * b;
  }

  @Opcode("mul.hi.s64")
  static long mulHiS(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  @Opcode("mul.hi.u64")
  static long mulHiU(long a, long b) {
    return Math.unsignedMultiplyHigh(a, b);
  }

  @Opcode({"mad.lo.s64", "mad.lo.u64"})
  static long madLo(long a, long b, long c) {
    return a * b + c;
  }

  @Opcode("mul.wide.s32")
  static long mulWideS(int a, int b) {
    return (long) a * b;
  }

  @Opcode("mul.wide.u32")
  static long mulWideU(int a, int b) {
    return (a & 0xFFFFFFFFL) * (b & 0xFFFFFFFFL);
  }

  @Opcode("mad.wide.s32")
  static long madWideS(int a, int b, long c) {
    return (long) a * b + c;
  }

  @Opcode("mad.wide.u32")
  static long madWideU(int a, int b, long c) {
    return (a & 0xFFFFFFFFL) * (b & 0xFFFFFFFFL) + c;
  }

  @Opcode("neg.s64")
  static long neg(long a) {
    return -a;
  }

  @Opcode("abs.s64")
  static long abs(long a) {
    return Math.abs(a);
  }

  @Opcode("min.s64")
  static long minS(long a, long b) {
    return Math.min(a, b);
  }

  @Opcode("max.s64")
  static long maxS(long a, long b) {
    return Math.max(a, b);
  }

  @Opcode("min.u64")
  static long minU(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  @Opcode("max.u64")
  static long maxU(long a, long b) {
    return Long.compareUnsigned(a, b) > 0 ? a : b;
  }
}
