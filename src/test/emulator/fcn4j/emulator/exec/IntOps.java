package fcn4j.emulator.exec;

/** 32-bit and 16-bit integer arithmetic; 16-bit values are kept zero-extended. */
final class IntOps {
  private IntOps() {}

  @Opcode({"add.s32", "add.u32"})
  static int add(int a, int b) {
    return a + b;
  }

  @Opcode("add.sat.s32")
  static int addSat(int a, int b) {
    return Math.clamp((long) a + b, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Opcode({"sub.s32", "sub.u32"})
  static int sub(int a, int b) {
    return a - b;
  }

  @Opcode("sub.sat.s32")
  static int subSat(int a, int b) {
    return Math.clamp((long) a - b, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Opcode({"mul.lo.s32", "mul.lo.u32"})
  static int mulLo(int a, int b) {
    return a * b;
  }

  @Opcode("mul.hi.s32")
  static int mulHiS(int a, int b) {
    return (int) (((long) a * b) >> 32);
  }

  @Opcode("mul.hi.u32")
  static int mulHiU(int a, int b) {
    return (int) (((a & 0xFFFFFFFFL) * (b & 0xFFFFFFFFL)) >>> 32);
  }

  @Opcode({"mul24.lo.s32", "mul24.lo.u32"})
  static int mul24(int a, int b) {
    return ((a << 8) >> 8) * ((b << 8) >> 8);
  }

  @Opcode({"mad.lo.s32", "mad.lo.u32"})
  static int madLo(int a, int b, int c) {
    return a * b + c;
  }

  @Opcode("mad.hi.s32")
  static int madHiS(int a, int b, int c) {
    return mulHiS(a, b) + c;
  }

  @Opcode("mad.hi.u32")
  static int madHiU(int a, int b, int c) {
    return mulHiU(a, b) + c;
  }

  @Opcode("neg.s32")
  static int neg(int a) {
    return -a;
  }

  @Opcode("abs.s32")
  static int abs(int a) {
    return Math.abs(a);
  }

  @Opcode("min.s32")
  static int minS(int a, int b) {
    return Math.min(a, b);
  }

  @Opcode("max.s32")
  static int maxS(int a, int b) {
    return Math.max(a, b);
  }

  @Opcode("min.u32")
  static int minU(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0 ? a : b;
  }

  @Opcode("max.u32")
  static int maxU(int a, int b) {
    return Integer.compareUnsigned(a, b) > 0 ? a : b;
  }

  @Opcode({"add.s16", "add.u16"})
  static int add16(int a, int b) {
    return (a + b) & 0xFFFF;
  }

  @Opcode({"sub.s16", "sub.u16"})
  static int sub16(int a, int b) {
    return (a - b) & 0xFFFF;
  }

  @Opcode({"mul.lo.s16", "mul.lo.u16"})
  static int mulLo16(int a, int b) {
    return (a * b) & 0xFFFF;
  }

  @Opcode({"mad.lo.s16", "mad.lo.u16"})
  static int madLo16(int a, int b, int c) {
    return (a * b + c) & 0xFFFF;
  }

  @Opcode("mul.wide.s16")
  static int mulWideS16(int a, int b) {
    return (short) a * (short) b;
  }

  @Opcode("mul.wide.u16")
  static int mulWideU16(int a, int b) {
    return (a & 0xFFFF) * (b & 0xFFFF);
  }

  @Opcode("neg.s16")
  static int neg16(int a) {
    return -a & 0xFFFF;
  }

  @Opcode("abs.s16")
  static int abs16(int a) {
    return Math.abs((short) a) & 0xFFFF;
  }

  @Opcode("min.s16")
  static int minS16(int a, int b) {
    return Math.min((short) a, (short) b) & 0xFFFF;
  }

  @Opcode("max.s16")
  static int maxS16(int a, int b) {
    return Math.max((short) a, (short) b) & 0xFFFF;
  }

  @Opcode("min.u16")
  static int minU16(int a, int b) {
    return Math.min(a & 0xFFFF, b & 0xFFFF);
  }

  @Opcode("max.u16")
  static int maxU16(int a, int b) {
    return Math.max(a & 0xFFFF, b & 0xFFFF);
  }

  @Opcode("dp4a.s32.s32")
  static int dp4aSigned(int a, int b, int c) {
    int sum = c;
    for (int i = 0; i < 32; i += 8) {
      sum += (byte) (a >> i) * (byte) (b >> i);
    }
    return sum;
  }

  @Opcode("dp4a.u32.u32")
  static int dp4aUnsigned(int a, int b, int c) {
    int sum = c;
    for (int i = 0; i < 32; i += 8) {
      sum += ((a >>> i) & 0xFF) * ((b >>> i) & 0xFF);
    }
    return sum;
  }

  @Opcode("sad.s32")
  static int sadS(int a, int b, int c) {
    return c + (int) Math.abs((long) a - b);
  }
}
