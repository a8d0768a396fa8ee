package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that is a function of its operands: looked up in the registry. */
final class ArithmeticEmitter {
  private static final Set<String> APPROXIMATE =
      Set.of("rcp", "sqrt", "rsqrt", "div", "ex2", "lg2", "sin", "cos", "tanh");

  private final Values values;

  ArithmeticEmitter(Values values) {
    this.values = values;
  }

  void emit(PtxInstruction instruction) {
    Method exact = Registry.find(instruction.opcode());
    String opcode = instruction.opcode();
    if (opcode.endsWith(".f32") || opcode.endsWith(".f64")) {
      floating(instruction);
    } else if (exact != null && !opcode.startsWith("cmp.") && !opcode.startsWith("cvt.")) {
      apply(instruction, exact, false, false);
    } else {
      throw instruction.refuse("opcode `" + opcode + "` is not emulated");
    }
  }

  /** Takes the modifiers off: rounding to nearest is the plain operation. */
  private void floating(PtxInstruction instruction) {
    List<String> parts = new ArrayList<>(instruction.parts());
    boolean flush = parts.remove("ftz");
    boolean saturate = parts.remove("sat");
    parts.remove("rn");
    if (APPROXIMATE.contains(parts.getFirst()) && !parts.remove("approx")) {
      parts.remove("full");
    }
    Method method = Registry.find(String.join(".", parts));
    boolean single = parts.getLast().equals("f32");
    if (method == null || (!single && (flush || saturate))) {
      throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
    }
    apply(instruction, method, flush, saturate);
  }

  private void apply(PtxInstruction instruction, Method method, boolean flush, boolean saturate) {
    List<PtxOperand> operands = instruction.operands();
    Class<?>[] types = method.getParameterTypes();
    if (operands.size() != types.length + 1) {
      throw instruction.refuse("wrong number of operands");
    }
    for (int i = 0; i < types.length; i++) {
      values.push(instruction, operands.get(i + 1), Kind.of(types[i]));
      if (flush) {
        call(values.code, Registry.find("ftz.f32"), instruction);
      }
    }
    call(values.code, method, instruction);
    if (flush && method.getReturnType() == float.class) {
      call(values.code, Registry.find("ftz.f32"), instruction);
    }
    if (saturate) {
      call(values.code, Registry.find("sat.f32"), instruction);
    }
    values.pop(instruction, operands.getFirst(), Kind.of(method.getReturnType()));
  }

  /** Calls the method of an operation; its operands are on the stack. */
  static void call(CodeBuilder code, @Nullable Method method, PtxInstruction instruction) {
    if (method == null) {
      throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
    }
    List<ClassDesc> types = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      types.add(descriptor(type));
    }
    code.invokestatic(
        ClassDesc.of(method.getDeclaringClass().getName()),
        method.getName(),
        MethodTypeDesc.of(descriptor(method.getReturnType()), types));
  }

  private static ClassDesc descriptor(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
