package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxRegister;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which registers an instruction reads and writes. */
final class OperandRoles {
  private static final Set<String> NO_DESTINATION =
      Set.of(
          "st",
          "red",
          "bar",
          "barrier",
          "bra",
          "ret",
          "exit",
          "membar",
          "fence",
          "trap",
          "nanosleep",
          "prefetch",
          "prefetchu");

  private OperandRoles() {}

  static boolean hasDestination(PtxInstruction instruction) {
    return !NO_DESTINATION.contains(instruction.mnemonic())
        || instruction.opcode().startsWith("bar.red")
        || instruction.opcode().startsWith("barrier.red");
  }

  static List<PtxRegister> written(PtxInstruction instruction) {
    List<PtxRegister> registers = new ArrayList<>();
    if (hasDestination(instruction) && !instruction.operands().isEmpty()) {
      collect(instruction.operands().getFirst(), registers);
    }
    return registers;
  }

  /** A guarded write also counts as a read: the old value stays where the guard is false. */
  static List<PtxRegister> read(PtxInstruction instruction) {
    List<PtxRegister> registers = new ArrayList<>();
    PtxOperand.Reg guard = instruction.guard();
    if (guard != null) {
      registers.add(guard.register());
      registers.addAll(written(instruction));
    }
    List<PtxOperand> operands = instruction.operands();
    int first = hasDestination(instruction) ? 1 : 0;
    for (PtxOperand operand : operands.subList(Math.min(first, operands.size()), operands.size())) {
      collect(operand, registers);
    }
    return registers;
  }

  private static void collect(PtxOperand operand, List<PtxRegister> into) {
    switch (operand) {
      case PtxOperand.Reg reg -> into.add(reg.register());
      case PtxOperand.Address address -> {
        if (address.base() instanceof PtxOperand.Reg reg) {
          into.add(reg.register());
        }
      }
      case PtxOperand.Vector vector -> vector.elements().forEach(e -> collect(e, into));
      case PtxOperand.Pair pair -> {
        collect(pair.first(), into);
        collect(pair.second(), into);
      }
      case PtxOperand.Special s -> {}
      case PtxOperand.IntLiteral i -> {}
      case PtxOperand.FloatLiteral f -> {}
      case PtxOperand.DoubleLiteral d -> {}
      case PtxOperand.Symbol s -> {}
      case PtxOperand.Sink s -> {}
    }
  }
}
