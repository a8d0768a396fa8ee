package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_long;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxKernel;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxParam;
import fcn4j.emulator.ptx.PtxVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names in a kernel's text stand for. */
final class SymbolTable {
  private final Map<String, Long> fixed = new HashMap<>();
  private final Map<String, Integer> moduleVariables = new HashMap<>();
  private final Map<String, Long> params = new HashMap<>();
  private final SharedLayout shared;
  private final int localBytes;

  SymbolTable(List<PtxVariable> moduleVariables, PtxKernel kernel) {
    List<PtxVariable> sharedVariables = new ArrayList<>();
    int index = 0;
    for (PtxVariable variable : moduleVariables) {
      if (variable.space().equals("shared")) {
        sharedVariables.add(variable);
      } else {
        this.moduleVariables.put(variable.name(), index++);
      }
    }
    int local = 0;
    for (PtxVariable variable : kernel.variables()) {
      if (variable.space().equals("shared")) {
        sharedVariables.add(variable);
      } else {
        local = (local + variable.align() - 1) / variable.align() * variable.align();
        fixed.put(variable.name(), (long) local);
        local += variable.bytes();
      }
    }
    localBytes = local;
    shared = new SharedLayout(sharedVariables);
    shared.offsets().forEach((name, offset) -> fixed.put(name, (long) offset));
    for (PtxParam param : kernel.params()) {
      params.put(param.name(), (long) param.offset());
    }
  }

  SharedLayout shared() {
    return shared;
  }

  int localBytes() {
    return localBytes;
  }

  /** The offset of a parameter, or null where the name is none. */
  @Nullable Long param(String name) {
    return params.get(name);
  }

  /** Pushes the address that a name stands for. */
  void push(Values values, PtxInstruction instruction, PtxOperand.Symbol symbol, Kind kind) {
    Long offset =
        fixed.containsKey(symbol.name()) ? fixed.get(symbol.name()) : param(symbol.name());
    if (offset != null) {
      values.push(instruction, new PtxOperand.IntLiteral(offset + symbol.offset()), kind);
      return;
    }
    Integer index = moduleVariables.get(symbol.name());
    if (index == null || kind != Kind.LONG) {
      throw instruction.refuse("unknown name `" + symbol.name() + "`");
    }
    values
        .code
        .aload(values.locals().frame())
        .getfield(ClassNames.FRAME, "symbols", CD_long.arrayType())
        .loadConstant(index.intValue())
        .laload()
        .loadConstant(symbol.offset())
        .ladd();
  }
}
