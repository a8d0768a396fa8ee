package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxRegister;
import fcn4j.emulator.ptx.PtxType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Where the registers that live across segments are kept, per thread: in int or long slots. */
final class Slots {
  private final int[] slotOf;
  private final int ints;
  private final int longs;

  Slots(List<PtxRegister> registers, BitSet crossing) {
    slotOf = new int[registers.size()];
    Arrays.fill(slotOf, -1);
    int nextInt = 0;
    int nextLong = 0;
    for (PtxRegister register : registers) {
      if (crossing.get(register.number())) {
        slotOf[register.number()] = isLong(register) ? nextLong++ : nextInt++;
      }
    }
    ints = nextInt;
    longs = nextLong;
  }

  static boolean isLong(PtxRegister register) {
    return register.type().bytes() == 8;
  }

  static boolean isFloat(PtxRegister register) {
    return register.type() == PtxType.F32 || register.type() == PtxType.F64;
  }

  /** The slot, or -1 for a register that lives within one segment. */
  int of(PtxRegister register) {
    return slotOf[register.number()];
  }

  int ints() {
    return ints;
  }

  int longs() {
    return longs;
  }
}
