package fcn4j.emulator.exec;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;

/** Integer quotients and remainders; a divisor of zero is a fault. */
final class DivisionOps {
  private DivisionOps() {}

  private static void check(boolean zero) {
    if (zero) {
      throw new EmulatorFault(FaultKind.DIVISION_BY_ZERO, "integer division by zero");
    }
  }

  @Opcode("div.s32")
  static int divS(int a, int b) {
    check(b == 0);
    return a / b;
  }

  @Opcode("div.u32")
  static int divU(int a, int b) {
    check(b == 0);
    return Integer.divideUnsigned(a, b);
  }

  @Opcode("rem.s32")
  static int remS(int a, int b) {
    check(b == 0);
    return a % b;
  }

  @Opcode("rem.u32")
  static int remU(int a, int b) {
    check(b == 0);
    return Integer.remainderUnsigned(a, b);
  }

  @Opcode("div.s64")
  static long divS(long a, long b) {
    check(b == 0);
    return a / b;
  }

  @Opcode("div.u64")
  static long divU(long a, long b) {
    check(b == 0);
    return Long.divideUnsigned(a, b);
  }

  @Opcode("rem.s64")
  static long remS(long a, long b) {
    check(b == 0);
    return a % b;
  }

  @Opcode("rem.u64")
  static long remU(long a, long b) {
    check(b == 0);
    return Long.remainderUnsigned(a, b);
  }

  @Opcode("div.u16")
  static int divU16(int a, int b) {
    return divU(a & 0xFFFF, b & 0xFFFF);
  }

  @Opcode("rem.u16")
  static int remU16(int a, int b) {
    return remU(a & 0xFFFF, b & 0xFFFF);
  }

  @Opcode("div.s16")
  static int divS16(int a, int b) {
    return divS((short) a, (short) b) & 0xFFFF;
  }

  @Opcode("rem.s16")
  static int remS16(int a, int b) {
    return remS((short) a, (short) b) & 0xFFFF;
  }
}
