package fcn4j.emulator.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one {@code .entry} with its parameters and body. */
final class KernelParser {
  private static final int MAX_THREADS = 1024;

  private final TokenCursor cursor;
  private final List<PtxParam> params = new ArrayList<>();
  private final RegisterScopes registers = new RegisterScopes();
  private final List<PtxVariable> variables = new ArrayList<>();
  private final List<PtxInstruction> instructions = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private int maxThreads = MAX_THREADS;

  KernelParser(TokenCursor cursor) {
    this.cursor = cursor;
  }

  PtxKernel parse() {
    String name = cursor.take().text();
    if (cursor.takeIf("(")) {
      params();
    }
    while (!cursor.nextIs("{")) {
      tuning();
    }
    body();
    return new PtxKernel(
        name,
        List.copyOf(params),
        registers.all(),
        List.copyOf(variables),
        List.copyOf(instructions),
        Map.copyOf(labels),
        maxThreads);
  }

  private void params() {
    int offset = 0;
    while (!cursor.takeIf(")")) {
      cursor.takeIf(",");
      cursor.expect(".param");
      int align = cursor.takeIf(".align") ? cursor.takeInt() : 0;
      Token typeToken = cursor.take();
      PtxType type = VariableParser.type(cursor, typeToken);
      while (cursor.nextIs(".ptr") || cursor.nextIs(".global") || cursor.nextIs(".align")) {
        if (cursor.take().is(".align")) {
          cursor.takeInt();
        }
      }
      String name = cursor.take().text();
      int bytes = type.bytes();
      if (cursor.takeIf("[")) {
        bytes *= cursor.takeInt();
        cursor.expect("]");
      }
      int alignment = Math.max(align, type.bytes());
      offset = (offset + alignment - 1) / alignment * alignment;
      params.add(new PtxParam(name, offset, bytes));
      offset += bytes;
    }
  }

  private void tuning() {
    Token token = cursor.take();
    switch (token.text()) {
      case ".maxntid", ".reqntid" -> {
        maxThreads = cursor.takeInt();
        while (cursor.takeIf(",")) {
          maxThreads *= cursor.takeInt();
        }
      }
      case ".minnctapersm", ".maxnreg" -> cursor.takeInt();
      default -> throw cursor.refuse(token, "unknown kernel directive");
    }
  }

  private void body() {
    cursor.expect("{");
    int depth = 1;
    while (depth > 0) {
      if (cursor.takeIf("{")) {
        depth++;
        registers.open();
      } else if (cursor.takeIf("}")) {
        depth--;
        registers.close();
      } else {
        statement();
      }
    }
  }

  private void statement() {
    Token token = cursor.peek();
    if (cursor.secondIs(":")) {
      cursor.take();
      cursor.take();
      if (labels.put(token.text(), instructions.size()) != null) {
        throw cursor.refuse(token, "label declared twice");
      }
      return;
    }
    switch (token.text()) {
      case ".reg" -> {
        cursor.take();
        registers.declare(cursor);
      }
      case ".shared", ".local" -> variables.add(VariableParser.parse(cursor));
      case ".loc" -> cursor.skipLine(token);
      case ".pragma" -> {
        cursor.take();
        cursor.take();
        cursor.expect(";");
      }
      default -> instruction(token);
    }
  }

  private void instruction(Token first) {
    PtxOperand.@Nullable Reg guard = null;
    if (cursor.takeIf("@")) {
      boolean negated = cursor.takeIf("!");
      guard = new PtxOperand.Reg(registers.find(cursor, cursor.take()), negated);
    }
    Token opcode = cursor.take();
    if (opcode.text().startsWith(".") || !Character.isLetter(opcode.text().charAt(0))) {
      throw cursor.refuse(opcode, "unknown statement");
    }
    List<PtxOperand> operands = new ArrayList<>();
    OperandParser parser = new OperandParser(cursor, registers);
    while (!cursor.takeIf(";")) {
      operands.add(parser.operand());
      if (!cursor.nextIs(";")) {
        cursor.expect(",");
      }
    }
    instructions.add(
        new PtxInstruction(
            first.line(),
            cursor.lineText(first.line()),
            guard,
            opcode.text(),
            List.copyOf(operands)));
  }
}
