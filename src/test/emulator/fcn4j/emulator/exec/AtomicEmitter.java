package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** atom and red: read, combine, write. */
final class AtomicEmitter {
  private static final List<String> SCOPES =
      List.of("relaxed", "acquire", "release", "acq_rel", "gpu", "cta", "sys");

  private final Values values;
  private final MemoryEmitter memory;

  AtomicEmitter(Values values, MemoryEmitter memory) {
    this.values = values;
    this.memory = memory;
  }

  void emit(PtxInstruction instruction, int site) {
    List<String> parts = new ArrayList<>(instruction.parts());
    boolean returns = parts.removeFirst().equals("atom");
    parts.removeAll(SCOPES);
    String space =
        parts.remove("global") ? "global" : parts.remove("shared") ? "shared" : "generic";
    PtxType type = PtxType.find(parts.getLast());
    Method method = Registry.find("atom." + String.join(".", parts));
    if (method == null || type == null) {
      throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
    }
    MemoryEmitter.Access access = new MemoryEmitter.Access(space, type, 1);
    List<PtxOperand> operands = instruction.operands();
    int first = returns ? 1 : 0;
    int address = memory.address(instruction, operands.get(first), space);
    Kind kind = Kind.of(method.getReturnType());
    int old = readOld(instruction, access, site, address, kind);
    combine(
        instruction,
        access,
        site,
        address,
        old,
        method,
        operands.subList(first + 1, operands.size()));
    if (returns) {
      values.code.loadLocal(kind.typeKind(), old);
      values.pop(instruction, operands.getFirst(), kind);
    }
  }

  private int readOld(
      PtxInstruction instruction, MemoryEmitter.Access access, int site, int address, Kind kind) {
    boolean wide = access.type().bytes() == 8;
    memory.begin(access, site, address, 0);
    values.code.invokevirtual(
        access.accessor(),
        wide ? "atomic64" : "atomic32",
        MethodTypeDesc.of(wide ? CD_long : CD_int, CD_int, CD_int, CD_long));
    values.convert(instruction, wide ? Kind.LONG : Kind.INT, kind);
    int old = values.code.allocateLocal(kind.typeKind());
    values.code.storeLocal(kind.typeKind(), old);
    return old;
  }

  private void combine(
      PtxInstruction instruction,
      MemoryEmitter.Access access,
      int site,
      int address,
      int old,
      Method method,
      List<PtxOperand> operands) {
    CodeBuilder code = values.code;
    Kind kind = Kind.of(method.getReturnType());
    boolean wide = access.type().bytes() == 8;
    memory.pushAccessor(access.accessor(), access.field());
    code.loadConstant(site).lload(address);
    code.loadLocal(kind.typeKind(), old);
    if (operands.size() != method.getParameterCount() - 1) {
      throw instruction.refuse("wrong number of operands");
    }
    for (PtxOperand operand : operands) {
      values.push(instruction, operand, kind);
    }
    ArithmeticEmitter.call(code, method, instruction);
    values.convert(instruction, kind, wide ? Kind.LONG : Kind.INT);
    code.invokevirtual(
        access.accessor(),
        wide ? "finish64" : "finish32",
        MethodTypeDesc.of(CD_void, CD_int, CD_long, wide ? CD_long : CD_int));
  }
}
