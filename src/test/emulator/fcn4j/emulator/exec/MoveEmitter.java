package fcn4j.emulator.exec;

import fcn4j.emulator.memory.DeviceMemory;
import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;

/** Moves, packing and unpacking, selection, and conversion between address spaces. */
final class MoveEmitter {
  private final Values values;

  MoveEmitter(Values values) {
    this.values = values;
  }

  private static PtxType type(PtxInstruction instruction) {
    PtxType type = PtxType.find(instruction.parts().getLast());
    if (type == null) {
      throw instruction.refuse("unknown type in `" + instruction.opcode() + "`");
    }
    return type;
  }

  void move(PtxInstruction instruction) {
    PtxType type = type(instruction);
    if (instruction.parts().size() != 2) {
      throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
    }
    PtxOperand to = instruction.operands().get(0);
    PtxOperand from = instruction.operands().get(1);
    if (to instanceof PtxOperand.Vector parts) {
      unpack(instruction, type, parts.elements(), from);
    } else if (from instanceof PtxOperand.Vector parts) {
      pack(instruction, type, to, parts.elements());
    } else {
      values.push(instruction, from, Kind.of(type));
      values.pop(instruction, to, Kind.of(type));
    }
  }

  private int partBits(PtxInstruction instruction, PtxType type, List<PtxOperand> parts) {
    int bits = type.bytes() * 8 / parts.size();
    if (bits != 16 && bits != 32) {
      throw instruction.refuse("only parts of 16 and 32 bits are packed");
    }
    return bits;
  }

  private void unpack(
      PtxInstruction instruction, PtxType type, List<PtxOperand> parts, PtxOperand from) {
    int bits = partBits(instruction, type, parts);
    CodeBuilder code = values.code;
    // All parts are pushed before any is stored: the source may be a part too.
    for (int i = 0; i < parts.size(); i++) {
      if (type.bytes() == 8) {
        values.push(instruction, from, Kind.LONG);
        code.loadConstant(i * bits).lushr().l2i();
      } else {
        values.push(instruction, from, Kind.INT);
        code.loadConstant(i * bits).iushr();
      }
    }
    for (PtxOperand part : parts.reversed()) {
      values.pop(instruction, part, Kind.INT);
    }
  }

  private void pack(
      PtxInstruction instruction, PtxType type, PtxOperand to, List<PtxOperand> parts) {
    int bits = partBits(instruction, type, parts);
    CodeBuilder code = values.code;
    code.lconst_0();
    for (int i = 0; i < parts.size(); i++) {
      values.push(instruction, parts.get(i), Kind.INT);
      code.i2l().loadConstant(bits == 16 ? 0xFFFFL : 0xFFFFFFFFL).land();
      code.loadConstant(i * bits).lshl().lor();
    }
    if (type.bytes() == 8) {
      values.pop(instruction, to, Kind.LONG);
    } else {
      code.l2i();
      values.pop(instruction, to, Kind.INT);
    }
  }

  void select(PtxInstruction instruction) {
    Kind kind = Kind.of(type(instruction));
    Label no = values.code.newLabel();
    Label end = values.code.newLabel();
    values.push(instruction, instruction.operands().get(3), Kind.PREDICATE);
    values.code.ifeq(no);
    values.push(instruction, instruction.operands().get(1), kind);
    values.code.goto_(end);
    values.code.labelBinding(no);
    values.push(instruction, instruction.operands().get(2), kind);
    values.code.labelBinding(end);
    values.pop(instruction, instruction.operands().get(0), kind);
  }

  /** Generic addresses of shared and local memory carry their window's number. */
  void convertAddress(PtxInstruction instruction) {
    List<String> parts = instruction.parts();
    boolean toSpace = parts.get(1).equals("to");
    String space = parts.get(toSpace ? 2 : 1);
    if (!parts.getLast().equals("u64")) {
      throw instruction.refuse("only 64-bit addresses are emulated");
    }
    values.push(instruction, instruction.operands().get(1), Kind.LONG);
    if (!space.equals("global") && !space.equals("const") && !space.equals("param")) {
      long base = number(instruction, space) << DeviceMemory.NUMBER_SHIFT;
      values.code.loadConstant(base);
      if (toSpace) {
        values.code.lsub();
      } else {
        values.code.ladd();
      }
    }
    values.pop(instruction, instruction.operands().get(0), Kind.LONG);
  }

  private static long number(PtxInstruction instruction, String space) {
    return switch (space) {
      case "shared" -> DeviceMemory.SHARED_NUMBER;
      case "local" -> DeviceMemory.LOCAL_NUMBER;
      default -> throw instruction.refuse("space `" + space + "` is not emulated");
    };
  }

  void isSpace(PtxInstruction instruction) {
    String space = instruction.parts().get(1);
    CodeBuilder code = values.code;
    values.push(instruction, instruction.operands().get(1), Kind.LONG);
    code.loadConstant(DeviceMemory.NUMBER_SHIFT).lushr();
    code.loadConstant(number(instruction, space)).lcmp();
    Label no = code.newLabel();
    Label end = code.newLabel();
    code.ifne(no).iconst_1().goto_(end).labelBinding(no).iconst_0().labelBinding(end);
    values.pop(instruction, instruction.operands().get(0), Kind.PREDICATE);
  }
}
