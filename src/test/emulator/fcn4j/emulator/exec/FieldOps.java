package fcn4j.emulator.exec;

/** Counting, permuting and extracting bits. */
final class FieldOps {
  private FieldOps() {}

  @Opcode("popc.b32")
  static int popc(int a) {
    return Integer.bitCount(a);
  }

  @Opcode("popc.b64")
  static int popc(long a) {
    return Long.bitCount(a);
  }

  @Opcode("clz.b32")
  static int clz(int a) {
    return Integer.numberOfLeadingZeros(a);
  }

  @Opcode("clz.b64")
  static int clz(long a) {
    return Long.numberOfLeadingZeros(a);
  }

  @Opcode("brev.b32")
  static int brev(int a) {
    return Integer.reverse(a);
  }

  @Opcode("brev.b64")
  static long brev(long a) {
    return Long.reverse(a);
  }

  @Opcode({"bfind.u32"})
  static int bfindU(int a) {
    return 31 - Integer.numberOfLeadingZeros(a);
  }

  @Opcode("bfind.s32")
  static int bfindS(int a) {
    return bfindU(a < 0 ? ~a : a);
  }

  @Opcode("bfind.shiftamt.u32")
  static int bfindShiftU(int a) {
    return a == 0 ? -1 : Integer.numberOfLeadingZeros(a);
  }

  @Opcode("bfind.shiftamt.s32")
  static int bfindShiftS(int a) {
    return bfindShiftU(a < 0 ? ~a : a);
  }

  @Opcode("bfind.u64")
  static int bfindU(long a) {
    return 63 - Long.numberOfLeadingZeros(a);
  }

  @Opcode({"bfe.u32"})
  static int bfeU(int a, int start, int length) {
    return (int) bfeU(a & 0xFFFFFFFFL, start, length);
  }

  @Opcode("bfe.u64")
  static long bfeU(long a, int start, int length) {
    int from = start & 0xFF;
    int count = length & 0xFF;
    long shifted = from > 63 ? 0 : a >>> from;
    return count > 63 ? shifted : shifted & ((1L << count) - 1);
  }

  @Opcode("bfe.s32")
  static int bfeS(int a, int start, int length) {
    return (int) signedField(a, start, length, 31);
  }

  @Opcode("bfe.s64")
  static long bfeS(long a, int start, int length) {
    return signedField(a, start, length, 63);
  }

  private static long signedField(long a, int start, int length, int msb) {
    int from = start & 0xFF;
    int count = length & 0xFF;
    if (count == 0) {
      return 0;
    }
    int signAt = Math.min(from + count - 1, msb);
    long sign = (a >> signAt) & 1;
    long shifted = a >> Math.min(from, 63);
    if (from > msb) {
      return -sign;
    }
    int kept = signAt - from + 1;
    long mask = kept > 63 ? -1L : (1L << kept) - 1;
    return (shifted & mask) | (sign == 0 ? 0 : ~mask);
  }

  @Opcode("bfi.b32")
  static int bfi(int field, int into, int start, int length) {
    return (int) bfi(field & 0xFFFFFFFFL, into & 0xFFFFFFFFL, start, Math.min(length & 0xFF, 32));
  }

  @Opcode("bfi.b64")
  static long bfi(long field, long into, int start, int length) {
    int from = start & 0xFF;
    int count = length & 0xFF;
    if (from > 63 || count == 0) {
      return into;
    }
    long mask = (count > 63 ? -1L : (1L << count) - 1) << from;
    return (into & ~mask) | ((field << from) & mask);
  }

  @Opcode("bmsk.clamp.b32")
  static int bmsk(int start, int length) {
    return bfi(-1, 0, start, length);
  }

  @Opcode("prmt.b32")
  static int prmt(int low, int high, int selector) {
    long bytes = ((long) high << 32) | (low & 0xFFFFFFFFL);
    int result = 0;
    for (int i = 0; i < 4; i++) {
      int pick = (selector >>> (4 * i)) & 0xF;
      int value = (int) (bytes >>> (8 * (pick & 7))) & 0xFF;
      if ((pick & 8) != 0) {
        value = value >= 0x80 ? 0xFF : 0;
      }
      result |= value << (8 * i);
    }
    return result;
  }

  /** The three-input logic function whose table is {@code table}. */
  @Opcode("lop3.b32")
  static int lop3(int a, int b, int c, int table) {
    int result = 0;
    for (int row = 0; row < 8; row++) {
      if (((table >>> row) & 1) != 0) {
        result |= ((row & 4) != 0 ? a : ~a) & ((row & 2) != 0 ? b : ~b) & ((row & 1) != 0 ? c : ~c);
      }
    }
    return result;
  }
}
