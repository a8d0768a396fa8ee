package fcn4j.emulator.ptx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the operands of an instruction. */
final class OperandParser {
  private final TokenCursor cursor;
  private final RegisterScopes registers;

  OperandParser(TokenCursor cursor, RegisterScopes registers) {
    this.cursor = cursor;
    this.registers = registers;
  }

  PtxOperand operand() {
    if (cursor.takeIf("[")) {
      return address();
    }
    if (cursor.takeIf("{")) {
      List<PtxOperand> elements = new ArrayList<>();
      do {
        elements.add(simple());
      } while (cursor.takeIf(","));
      cursor.expect("}");
      return new PtxOperand.Vector(List.copyOf(elements));
    }
    PtxOperand first = simple();
    return cursor.takeIf("|") ? new PtxOperand.Pair(first, simple()) : first;
  }

  private PtxOperand address() {
    boolean negativeBase = cursor.takeIf("-");
    Token token = cursor.take();
    PtxOperand base = negativeBase ? number(token, true) : word(token);
    long offset = 0;
    while (!cursor.takeIf("]")) {
      boolean negative = cursor.takeIf("-");
      if (!negative) {
        cursor.expect("+");
        negative = cursor.takeIf("-");
      }
      Token number = cursor.take();
      long value =
          Literals.integer(number.text(), () -> cursor.refuse(number, "expected an offset"));
      offset += negative ? -value : value;
    }
    return base instanceof PtxOperand.IntLiteral absolute
        ? new PtxOperand.Address(null, absolute.value() + offset)
        : new PtxOperand.Address(base, offset);
  }

  private PtxOperand simple() {
    if (cursor.takeIf("!")) {
      return new PtxOperand.Reg(registers.find(cursor, cursor.take()), true);
    }
    boolean negative = cursor.takeIf("-");
    Token token = cursor.take();
    if (negative) {
      return number(token, true);
    }
    PtxOperand operand = word(token);
    if (operand instanceof PtxOperand.Symbol symbol && cursor.takeIf("+")) {
      return new PtxOperand.Symbol(symbol.name(), cursor.takeInt());
    }
    return operand;
  }

  private PtxOperand number(Token token, boolean negative) {
    return Literals.operand(
        token.text(), negative, () -> cursor.refuse(token, "expected a number"));
  }

  private PtxOperand word(Token token) {
    String text = token.text();
    if (Literals.startsNumber(text)) {
      return number(token, false);
    }
    if (text.equals("_")) {
      return new PtxOperand.Sink();
    }
    @Nullable PtxRegister register = registers.lookUp(text);
    if (register != null) {
      return new PtxOperand.Reg(register, false);
    }
    if (text.startsWith("%")) {
      return new PtxOperand.Special(text);
    }
    if (!Character.isLetter(text.charAt(0)) && "_$".indexOf(text.charAt(0)) < 0) {
      throw cursor.refuse(token, "expected an operand where `" + text + "` stands");
    }
    return new PtxOperand.Symbol(text, 0);
  }
}
