package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/** Writes the byte code of one instruction for one thread. */
final class InstructionEmitter {
  private final Values values;
  private final ArithmeticEmitter arithmetic;
  private final CompareEmitter compare;
  private final ConvertEmitter convert;
  private final MoveEmitter move;
  private final MemoryEmitter memory;
  private final AtomicEmitter atomic;

  InstructionEmitter(Values values) {
    this.values = values;
    this.arithmetic = new ArithmeticEmitter(values);
    this.compare = new CompareEmitter(values);
    this.convert = new ConvertEmitter(values);
    this.move = new MoveEmitter(values);
    this.memory = new MemoryEmitter(values);
    this.atomic = new AtomicEmitter(values, memory);
  }

  /** Emits an instruction with its guard; {@code site} is its number in the kernel. */
  void emit(PtxInstruction instruction, int site) {
    PtxOperand.Reg guard = instruction.guard();
    if (guard == null) {
      unguarded(instruction, site);
      return;
    }
    Label skip = values.code.newLabel();
    values.push(instruction, guard, Kind.PREDICATE);
    values.code.ifeq(skip);
    unguarded(instruction, site);
    values.code.labelBinding(skip);
  }

  private void unguarded(PtxInstruction instruction, int site) {
    switch (instruction.mnemonic()) {
      case "mov" -> move.move(instruction);
      case "cvta" -> move.convertAddress(instruction);
      case "isspacep" -> move.isSpace(instruction);
      case "selp" -> move.select(instruction);
      case "setp" -> compare.setPredicate(instruction);
      case "set" -> compare.set(instruction);
      case "cvt" -> convert.convert(instruction);
      case "ld" -> memory.load(instruction, site);
      case "st" -> memory.store(instruction, site);
      case "atom", "red" -> atomic.emit(instruction, site);
      case "membar", "fence" -> fence(instruction);
      case "trap" -> trap(site);
      case "prefetch", "prefetchu", "nanosleep" -> {}
      default -> arithmetic.emit(instruction);
    }
  }

  private void fence(PtxInstruction instruction) {
    switch (instruction.opcode()) {
      case "membar.cta", "fence.acq_rel.cta", "fence.sc.cta" -> {}
      case "membar.gl",
          "membar.sys",
          "fence.acq_rel.gpu",
          "fence.sc.gpu",
          "fence.acq_rel.sys",
          "fence.sc.sys" ->
          values
              .code
              .aload(values.locals().frame())
              .getfield(ClassNames.FRAME, "global", ClassNames.PAGES)
              .getfield(ClassNames.PAGES, "races", ClassNames.RACES)
              .invokevirtual(ClassNames.RACES, "fence", MethodTypeDesc.of(CD_void));
      default -> throw instruction.refuse("unknown fence");
    }
  }

  private void trap(int site) {
    CodeBuilder code = values.code;
    code.aload(values.locals().frame()).loadConstant(site).iload(values.locals().lane());
    code.invokestatic(
        ClassNames.SUPPORT, "trap", MethodTypeDesc.of(CD_void, ClassNames.FRAME, CD_int, CD_int));
  }
}
