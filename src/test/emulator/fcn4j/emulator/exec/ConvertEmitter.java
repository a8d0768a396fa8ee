package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxRegister;
import fcn4j.emulator.ptx.PtxType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** cvt, composed of steps: read, round to an integer, clamp or wrap, round to the type. */
final class ConvertEmitter {
  private static final Set<String> TO_INTEGER = Set.of("rni", "rzi", "rmi", "rpi");
  private static final Set<String> ROUNDINGS = Set.of("rn", "rz", "rm", "rp");

  private final Values values;

  ConvertEmitter(Values values) {
    this.values = values;
  }

  /** What a cvt asks for. */
  private record Shape(String rounding, boolean flush, boolean saturate, PtxType to, PtxType from) {
    String toName() {
      return to.name().toLowerCase(Locale.ROOT);
    }

    String fromName() {
      return from.name().toLowerCase(Locale.ROOT);
    }
  }

  void convert(PtxInstruction instruction) {
    if (instruction.operands().size() == 3) {
      pair(instruction);
      return;
    }
    Shape shape = shape(instruction);
    PtxOperand source = instruction.operands().get(1);
    PtxOperand destination = instruction.operands().get(0);
    pushSource(instruction, shape, source);
    if (shape.from().isFloat() && shape.to().isFloat()) {
      floatToFloat(instruction, shape, destination);
    } else if (shape.from().isFloat()) {
      floatToInteger(instruction, shape, destination);
    } else if (shape.to().isFloat()) {
      integerToFloat(instruction, shape, destination);
    } else {
      integerToInteger(instruction, shape, destination);
    }
  }

  private void pair(PtxInstruction instruction) {
    var method = Registry.find(instruction.opcode());
    if (method == null) {
      throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
    }
    values.push(instruction, instruction.operands().get(1), Kind.FLOAT);
    values.push(instruction, instruction.operands().get(2), Kind.FLOAT);
    ArithmeticEmitter.call(values.code, method, instruction);
    values.pop(instruction, instruction.operands().get(0), Kind.INT);
  }

  private static Shape shape(PtxInstruction instruction) {
    List<String> parts = instruction.parts();
    String rounding = "";
    boolean flush = false;
    boolean saturate = false;
    for (String part : parts.subList(1, parts.size() - 2)) {
      switch (part) {
        case "ftz" -> flush = true;
        case "sat" -> saturate = true;
        default -> rounding = part;
      }
    }
    PtxType to = PtxType.find(parts.get(parts.size() - 2));
    PtxType from = PtxType.find(parts.getLast());
    boolean known =
        rounding.isEmpty() || TO_INTEGER.contains(rounding) || ROUNDINGS.contains(rounding);
    if (to == null || from == null || !known) {
      throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
    }
    return new Shape(rounding, flush, saturate, to, from);
  }

  private void call(PtxInstruction instruction, String step) {
    ArithmeticEmitter.call(values.code, Registry.find(step), instruction);
  }

  /** A source register may be wider than the type. */
  private void pushSource(PtxInstruction instruction, Shape shape, PtxOperand source) {
    boolean wider =
        source instanceof PtxOperand.Reg reg
            && Slots.isLong(reg.register())
            && shape.from().bytes() < 8;
    Kind kind = Kind.of(shape.from());
    values.push(instruction, source, wider ? Kind.LONG : kind);
    if (wider) {
      values.code.l2i();
      values.convert(instruction, Kind.INT, kind);
    }
    if (shape.flush() && shape.from() == PtxType.F32) {
      call(instruction, "ftz.f32");
    }
    call(instruction, "cvt.from." + shape.fromName());
  }

  private void floatToFloat(PtxInstruction instruction, Shape shape, PtxOperand destination) {
    boolean whole = TO_INTEGER.contains(shape.rounding());
    if (whole) {
      call(instruction, "cvt." + shape.rounding());
    }
    boolean half = shape.to() == PtxType.F16 || shape.to() == PtxType.BF16;
    if (half && shape.from() != PtxType.F32) {
      throw instruction.refuse("only float32 becomes a half");
    }
    boolean plain = whole || shape.rounding().isEmpty();
    call(instruction, "cvt." + (plain ? "" : shape.rounding() + ".") + shape.toName());
    finishFloat(instruction, shape);
    values.pop(instruction, destination, Kind.of(shape.to()));
  }

  private void finishFloat(PtxInstruction instruction, Shape shape) {
    if ((shape.flush() || shape.saturate()) && shape.to() != PtxType.F32) {
      if (shape.saturate()) {
        throw instruction.refuse("only float32 saturates");
      }
      return;
    }
    if (shape.flush()) {
      call(instruction, "ftz.f32");
    }
    if (shape.saturate()) {
      call(instruction, "sat.f32");
    }
  }

  private void floatToInteger(PtxInstruction instruction, Shape shape, PtxOperand destination) {
    if (!TO_INTEGER.contains(shape.rounding())) {
      throw instruction.refuse("a float becomes an integer by rni, rzi, rmi or rpi only");
    }
    call(instruction, "cvt." + shape.rounding());
    if (shape.to() == PtxType.U64) {
      call(instruction, "cvt.trunc.u64");
    } else {
      call(instruction, "cvt.trunc");
      call(instruction, "cvt.clamp." + shape.toName());
    }
    popInteger(instruction, destination);
  }

  private void integerToFloat(PtxInstruction instruction, Shape shape, PtxOperand destination) {
    if (!ROUNDINGS.contains(shape.rounding())) {
      throw instruction.refuse("an integer becomes a float by rn, rz, rm or rp only");
    }
    String sign = shape.from() == PtxType.U64 ? "uint" : "int";
    call(instruction, "cvt." + sign + "." + shape.rounding() + "." + shape.toName());
    finishFloat(instruction, shape);
    values.pop(instruction, destination, Kind.of(shape.to()));
  }

  private void integerToInteger(PtxInstruction instruction, Shape shape, PtxOperand destination) {
    if (!shape.rounding().isEmpty() || shape.flush()) {
      throw instruction.refuse("integers are not rounded");
    }
    if (shape.saturate()) {
      if (shape.from() == PtxType.U64) {
        call(instruction, "cvt.cap.u64");
      }
      call(instruction, "cvt.clamp." + shape.toName());
    } else {
      call(instruction, "cvt.wrap." + shape.toName());
    }
    popInteger(instruction, destination);
  }

  /** The long on the stack is extended by its sign: it fits a wider register as it is. */
  private void popInteger(PtxInstruction instruction, PtxOperand destination) {
    if (!(destination instanceof PtxOperand.Reg reg)) {
      throw instruction.refuse("this destination is not emulated");
    }
    PtxRegister register = reg.register();
    if (Slots.isLong(register)) {
      values.pop(instruction, destination, Kind.LONG);
    } else {
      values.code.l2i();
      values.pop(instruction, destination, Kind.INT);
    }
  }
}
