package fcn4j.emulator.exec;

/** What an atomic stores, from the old value and the operand. */
final class AtomicOps {
  private AtomicOps() {}

  @Opcode({"atom.add.u32", "atom.add.s32"})
  static int add(int old, int operand) {
    return old + operand;
  }

  @Opcode("atom.add.f32")
  static float add(float old, float operand) {
    return old + operand;
  }

  @Opcode("atom.add.f64")
  static double add(double old, double operand) {
    return old + operand;
  }

  @Opcode({"atom.add.u64", "atom.add.s64"})
  static long add(long old, long operand) {
    return old + operand;
  }

  @Opcode("atom.min.s32")
  static int minS(int old, int operand) {
    return Math.min(old, operand);
  }

  @Opcode("atom.max.s32")
  static int maxS(int old, int operand) {
    return Math.max(old, operand);
  }

  @Opcode("atom.min.u32")
  static int minU(int old, int operand) {
    return IntOps.minU(old, operand);
  }

  @Opcode("atom.max.u32")
  static int maxU(int old, int operand) {
    return IntOps.maxU(old, operand);
  }

  @Opcode("atom.min.s64")
  static long minS(long old, long operand) {
    return Math.min(old, operand);
  }

  @Opcode("atom.max.s64")
  static long maxS(long old, long operand) {
    return Math.max(old, operand);
  }

  @Opcode("atom.min.u64")
  static long minU(long old, long operand) {
    return LongOps.minU(old, operand);
  }

  @Opcode("atom.max.u64")
  static long maxU(long old, long operand) {
    return LongOps.maxU(old, operand);
  }

  @Opcode("atom.and.b32")
  static int and(int old, int operand) {
    return old & operand;
  }

  @Opcode("atom.or.b32")
  static int or(int old, int operand) {
    return old | operand;
  }

  @Opcode("atom.xor.b32")
  static int xor(int old, int operand) {
    return old ^ operand;
  }

  @Opcode("atom.and.b64")
  static long and(long old, long operand) {
    return old & operand;
  }

  @Opcode("atom.or.b64")
  static long or(long old, long operand) {
    return old | operand;
  }

  @Opcode("atom.xor.b64")
  static long xor(long old, long operand) {
    return old ^ operand;
  }

  @Opcode("atom.exch.b32")
  static int exchange(int old, int operand) {
    return operand;
  }

  @Opcode("atom.exch.b64")
  static long exchange(long old, long operand) {
    return operand;
  }

  @Opcode("atom.inc.u32")
  static int increment(int old, int limit) {
    return Integer.compareUnsigned(old, limit) >= 0 ? 0 : old + 1;
  }

  @Opcode("atom.dec.u32")
  static int decrement(int old, int limit) {
    return old == 0 || Integer.compareUnsigned(old, limit) > 0 ? limit : old - 1;
  }

  @Opcode("atom.cas.b32")
  static int compareAndSwap(int old, int expected, int replacement) {
    return old == expected ? replacement : old;
  }

  @Opcode("atom.cas.b64")
  static long compareAndSwap(long old, long expected, long replacement) {
    return old == expected ? replacement : old;
  }
}
