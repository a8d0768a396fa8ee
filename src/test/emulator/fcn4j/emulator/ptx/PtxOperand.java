package fcn4j.emulator.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operand of an instruction. */
public sealed interface PtxOperand {
  /** A register, for predicates perhaps negated. */
  record Reg(PtxRegister register, boolean negated) implements PtxOperand {}

  /** A special register such as {@code %tid.x}. */
  record Special(String name) implements PtxOperand {}

  /** An integer literal. */
  record IntLiteral(long value) implements PtxOperand {}

  /** A float32 literal by its bits. */
  record FloatLiteral(int bits) implements PtxOperand {}

  /** A float64 literal by its bits. */
  record DoubleLiteral(long bits) implements PtxOperand {}

  /** A variable's address or a label, plus an offset in bytes. */
  record Symbol(String name, long offset) implements PtxOperand {}

  /** {@code [base+offset]}; base is a register, a symbol or null (an absolute address). */
  record Address(@Nullable PtxOperand base, long offset) implements PtxOperand {}

  /** {@code {a, b, c, d}}. */
  record Vector(List<PtxOperand> elements) implements PtxOperand {}

  /** {@code a|b}: two destinations. */
  record Pair(PtxOperand first, PtxOperand second) implements PtxOperand {}

  /** {@code _}: a destination that is dropped. */
  record Sink() implements PtxOperand {}
}
