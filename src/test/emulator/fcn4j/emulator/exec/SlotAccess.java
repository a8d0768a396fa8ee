package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxRegister;
import org.jspecify.annotations.Nullable;

/** Reads and writes 32-bit registers of single lanes between segments. */
final class SlotAccess {
  private final Frame frame;
  private final Slots slots;

  SlotAccess(Frame frame) {
    this.frame = frame;
    this.slots = frame.kernel.slots();
  }

  int read(PtxOperand operand, int lane) {
    return switch (operand) {
      case PtxOperand.Reg reg -> {
        int bits = frame.r32[lane * slots.ints() + slots.of(reg.register())];
        yield reg.negated() ? bits ^ 1 : bits;
      }
      case PtxOperand.IntLiteral literal -> (int) literal.value();
      case PtxOperand.FloatLiteral literal -> literal.bits();
      default -> throw new IllegalStateException("operand " + operand + " in a shuffle or vote");
    };
  }

  void write(@Nullable PtxRegister register, int lane, int value) {
    if (register != null) {
      frame.r32[lane * slots.ints() + slots.of(register)] = value;
    }
  }
}
