package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** setp with its combinations, and set. */
final class CompareEmitter {
  private final Values values;

  CompareEmitter(Values values) {
    this.values = values;
  }

  void setPredicate(PtxInstruction instruction) {
    List<String> parts =
        new ArrayList<>(instruction.parts().subList(1, instruction.parts().size()));
    String combine = combination(parts);
    compare(instruction, parts, instruction.operands().get(1), instruction.operands().get(2));
    PtxOperand destination = instruction.operands().getFirst();
    if (!(destination instanceof PtxOperand.Pair pair)) {
      combined(instruction, combine);
      values.pop(instruction, destination, Kind.PREDICATE);
      return;
    }
    // Both results are computed before either is stored: a source may be a destination too.
    int comparison = values.code.allocateLocal(TypeKind.INT);
    values.code.dup().istore(comparison);
    combined(instruction, combine);
    values.code.iload(comparison).iconst_1().ixor();
    combined(instruction, combine);
    values.pop(instruction, pair.second(), Kind.PREDICATE);
    values.pop(instruction, pair.first(), Kind.PREDICATE);
  }

  void set(PtxInstruction instruction) {
    List<String> parts =
        new ArrayList<>(instruction.parts().subList(1, instruction.parts().size()));
    PtxType result = parts.size() == 3 ? PtxType.find(parts.remove(1)) : null;
    if (result != PtxType.U32 && result != PtxType.S32 && result != PtxType.F32) {
      throw instruction.refuse("this form of set is not emulated");
    }
    compare(instruction, parts, instruction.operands().get(1), instruction.operands().get(2));
    CodeBuilder code = values.code;
    if (result == PtxType.F32) {
      code.i2f();
      values.pop(instruction, instruction.operands().getFirst(), Kind.FLOAT);
    } else {
      code.ineg();
      values.pop(instruction, instruction.operands().getFirst(), Kind.INT);
    }
  }

  /** Takes and, or, xor out of the parts; empty where there is none. */
  private static String combination(List<String> parts) {
    for (String name : List.of("and", "or", "xor")) {
      if (parts.remove(name)) {
        return name;
      }
    }
    return "";
  }

  private void compare(PtxInstruction instruction, List<String> parts, PtxOperand a, PtxOperand b) {
    boolean flush = parts.remove("ftz");
    Method method = Registry.find("cmp." + String.join(".", parts));
    if (method == null || (flush && !parts.getLast().equals("f32"))) {
      throw instruction.refuse("comparison `" + instruction.opcode() + "` is not emulated");
    }
    for (PtxOperand operand : List.of(a, b)) {
      values.push(instruction, operand, Kind.of(method.getParameterTypes()[0]));
      if (flush) {
        ArithmeticEmitter.call(values.code, Registry.find("ftz.f32"), instruction);
      }
    }
    ArithmeticEmitter.call(values.code, method, instruction);
  }

  private void combined(PtxInstruction instruction, String how) {
    if (how.isEmpty()) {
      return;
    }
    values.push(instruction, instruction.operands().get(3), Kind.PREDICATE);
    switch (how) {
      case "and" -> values.code.iand();
      case "or" -> values.code.ior();
      default -> values.code.ixor();
    }
  }
}
