package fcn4j.emulator.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code .space .align N .type name[count] = {...};}. */
final class VariableParser {
  private VariableParser() {}

  static PtxVariable parse(TokenCursor cursor) {
    String space = cursor.take().text().substring(1);
    int align = 0;
    if (cursor.takeIf(".align")) {
      align = cursor.takeInt();
    }
    Token typeToken = cursor.take();
    PtxType type = type(cursor, typeToken);
    String name = cursor.take().text();
    int count = 1;
    while (cursor.takeIf("[")) {
      count = Math.multiplyExact(count, cursor.nextIs("]") ? 0 : cursor.takeInt());
      cursor.expect("]");
    }
    byte[] initial = cursor.takeIf("=") ? initial(cursor, type, count) : null;
    cursor.expect(";");
    return new PtxVariable(
        name,
        space,
        Math.max(align, type.bytes()),
        Math.multiplyExact(count, type.bytes()),
        initial);
  }

  static PtxType type(TokenCursor cursor, Token token) {
    @Nullable PtxType type =
        token.text().startsWith(".") ? PtxType.find(token.text().substring(1)) : null;
    if (type == null) {
      throw cursor.refuse(token, "unknown type `" + token.text() + "`");
    }
    return type;
  }

  private static byte[] initial(TokenCursor cursor, PtxType type, int count) {
    List<PtxOperand> values = new ArrayList<>();
    Token start = cursor.peek();
    if (cursor.takeIf("{")) {
      do {
        values.add(value(cursor));
      } while (cursor.takeIf(","));
      cursor.expect("}");
    } else {
      values.add(value(cursor));
    }
    if (values.size() > count) {
      throw cursor.refuse(start, "more initial values than elements");
    }
    byte[] bytes = new byte[Math.multiplyExact(count, type.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (PtxOperand value : values) {
      put(buffer, type, bits(cursor, start, value));
    }
    return bytes;
  }

  private static PtxOperand value(TokenCursor cursor) {
    boolean negative = cursor.takeIf("-");
    Token token = cursor.take();
    return Literals.operand(
        token.text(), negative, () -> cursor.refuse(token, "not a constant initial value"));
  }

  private static long bits(TokenCursor cursor, Token start, PtxOperand value) {
    return switch (value) {
      case PtxOperand.IntLiteral i -> i.value();
      case PtxOperand.FloatLiteral f -> f.bits();
      case PtxOperand.DoubleLiteral d -> d.bits();
      default -> throw cursor.refuse(start, "not a constant initial value");
    };
  }

  private static void put(ByteBuffer buffer, PtxType type, long bits) {
    for (int b = 0; b < type.bytes(); b++) {
      buffer.put((byte) (bits >>> (8 * b)));
    }
  }
}
