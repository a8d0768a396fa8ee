package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instructions that every thread executes in one go, and how it goes on.
 *
 * @param body numbers of the instructions, in order
 */
record Segment(int number, List<Integer> body, End end) {

  /** How a segment ends. */
  sealed interface End {}

  /** Goes on with that segment. */
  record Next(int segment) implements End {}

  /** Goes on with {@code taken} where the guard holds, else with {@code fall}. */
  record Branch(PtxOperand.Reg guard, int taken, int fall) implements End {}

  /** The threads end. */
  record Exit() implements End {}

  /** The threads wait for each other, as the instruction says, and go on with {@code next}. */
  record Meet(int instruction, PtxInstruction what, int next) implements End {}

  /** The guard that the end reads, or null. */
  PtxOperand.@Nullable Reg guard() {
    return end instanceof Branch branch ? branch.guard() : null;
  }
}
