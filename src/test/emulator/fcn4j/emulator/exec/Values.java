package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxRegister;
import fcn4j.emulator.ptx.PtxType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;

/** Puts operands on the JVM's stack and results into registers, within one segment. */
final class Values {
  final CodeBuilder code;
  private final SegmentLocals locals;
  private final SymbolTable symbols;
  private final Map<PtxRegister, Integer> registers = new HashMap<>();

  Values(CodeBuilder code, SegmentLocals locals, SymbolTable symbols) {
    this.code = code;
    this.locals = locals;
    this.symbols = symbols;
  }

  SegmentLocals locals() {
    return locals;
  }

  SymbolTable symbols() {
    return symbols;
  }

  /** The JVM local of a register. */
  int local(PtxRegister register) {
    return registers.computeIfAbsent(register, r -> code.allocateLocal(Kind.of(r).typeKind()));
  }

  /** Pushes an operand as that kind; the widths must agree. */
  void push(PtxInstruction instruction, PtxOperand operand, Kind kind) {
    switch (operand) {
      case PtxOperand.Reg reg -> pushRegister(instruction, reg, kind);
      case PtxOperand.IntLiteral literal -> pushInteger(instruction, literal.value(), kind);
      case PtxOperand.FloatLiteral literal -> pushFloat(instruction, literal.bits(), kind);
      case PtxOperand.DoubleLiteral literal -> pushDouble(instruction, literal.bits(), kind);
      case PtxOperand.Special special -> {
        SpecialRegisters.push(this, instruction, special.name());
        if (kind == Kind.LONG) {
          code.i2l();
        }
      }
      case PtxOperand.Symbol symbol -> symbols.push(this, instruction, symbol, kind);
      default -> throw instruction.refuse("this operand is not emulated here");
    }
  }

  private void pushRegister(PtxInstruction instruction, PtxOperand.Reg reg, Kind kind) {
    Kind own = Kind.of(reg.register());
    code.loadLocal(own.typeKind(), local(reg.register()));
    if (reg.negated()) {
      code.iconst_1().ixor();
    }
    convert(instruction, own, kind);
  }

  /** Changes the kind of the value on the stack without changing its bits. */
  void convert(PtxInstruction instruction, Kind from, Kind to) {
    if (from != to && !bitCast(from, to)) {
      throw instruction.refuse("an operand has the wrong width or type");
    }
  }

  private boolean bitCast(Kind from, Kind to) {
    if (from == Kind.INT && to == Kind.FLOAT) {
      code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
    } else if (from == Kind.FLOAT && to == Kind.INT) {
      code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
    } else if (from == Kind.LONG && to == Kind.DOUBLE) {
      code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
    } else if (from == Kind.DOUBLE && to == Kind.LONG) {
      code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    } else {
      return false;
    }
    return true;
  }

  private void pushInteger(PtxInstruction instruction, long value, Kind kind) {
    switch (kind) {
      case INT -> code.loadConstant((int) value);
      case LONG -> code.loadConstant(value);
      case PREDICATE -> code.loadConstant(value == 0 ? 0 : 1);
      case FLOAT, DOUBLE -> {
        if (value != 0) {
          throw instruction.refuse("an integer literal stands for a float");
        }
        pushBits(kind, 0);
      }
    }
  }

  private void pushBits(Kind kind, long bits) {
    if (kind == Kind.FLOAT) {
      code.loadConstant((int) bits)
          .invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
    } else {
      code.loadConstant(bits)
          .invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
    }
  }

  private void pushFloat(PtxInstruction instruction, int bits, Kind kind) {
    switch (kind) {
      case FLOAT -> pushBits(Kind.FLOAT, bits);
      case INT -> code.loadConstant(bits);
      default -> throw instruction.refuse("a float32 literal stands for another type");
    }
  }

  private void pushDouble(PtxInstruction instruction, long bits, Kind kind) {
    switch (kind) {
      case DOUBLE -> pushBits(Kind.DOUBLE, bits);
      case LONG -> code.loadConstant(bits);
      case FLOAT ->
          pushBits(Kind.FLOAT, Float.floatToRawIntBits((float) Double.longBitsToDouble(bits)));
      default -> throw instruction.refuse("a float64 literal stands for another type");
    }
  }

  /** Pops a value of that kind into a register or drops it. */
  void pop(PtxInstruction instruction, PtxOperand destination, Kind kind) {
    switch (destination) {
      case PtxOperand.Reg reg -> {
        Kind own = Kind.of(reg.register());
        convert(instruction, kind, own);
        store(reg.register());
      }
      case PtxOperand.Sink sink -> drop(kind);
      default -> throw instruction.refuse("this destination is not emulated");
    }
  }

  /**
   * Stores the value on the stack, which has the register's kind; 16 bits are kept zero-extended.
   */
  void store(PtxRegister register) {
    if (register.type().bytes() == PtxType.B16.bytes()) {
      code.loadConstant(0xFFFF).iand();
    }
    code.storeLocal(Kind.of(register).typeKind(), local(register));
  }

  /** Turns slot bits on the stack into the register's kind, or back. */
  void bits(PtxRegister register, Kind slot, boolean load) {
    Kind own = Kind.of(register);
    if (own == Kind.PREDICATE || own == slot) {
      return;
    }
    bitCast(load ? slot : own, load ? own : slot);
  }

  private void drop(Kind kind) {
    if (kind == Kind.LONG || kind == Kind.DOUBLE) {
      code.pop2();
    } else {
      code.pop();
    }
  }
}
