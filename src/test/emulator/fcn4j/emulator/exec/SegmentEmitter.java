package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxKernel;
import fcn4j.emulator.ptx.PtxRegister;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.BitSet;

/** Writes a segment as a loop over the active lanes: load registers, compute, store, branch. */
final class SegmentEmitter {
  private static final ClassDesc INTS = CD_int.arrayType();
  private static final ClassDesc LONGS = CD_long.arrayType();

  private final PtxKernel kernel;
  private final Liveness liveness;
  private final Slots slots;
  private final SymbolTable symbols;

  SegmentEmitter(PtxKernel kernel, Liveness liveness, Slots slots, SymbolTable symbols) {
    this.kernel = kernel;
    this.liveness = liveness;
    this.slots = slots;
    this.symbols = symbols;
  }

  void emit(CodeBuilder code, Segment segment) {
    SegmentLocals locals = locals(code);
    Values values = new Values(code, locals, symbols);
    prologue(code, locals);
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(locals.index()).iload(locals.count()).if_icmpge(end);
    code.aload(locals.lanes()).iload(locals.index()).iaload().istore(locals.lane());
    base(code, locals.lane(), slots.ints(), locals.intBase());
    base(code, locals.lane(), slots.longs(), locals.longBase());
    transfer(values, liveness.loaded(segment.number()), true);
    InstructionEmitter emitter = new InstructionEmitter(values);
    for (int number : segment.body()) {
      emitter.emit(kernel.instructions().get(number), number);
    }
    transfer(values, liveness.stored(segment.number()), false);
    branch(values, segment);
    code.iinc(locals.index(), 1);
    code.goto_(top);
    code.labelBinding(end);
    code.aload(locals.frame()).iload(locals.takenCount());
    code.putfield(ClassNames.FRAME, "nTaken", CD_int);
    code.aload(locals.frame()).iload(locals.fallCount());
    code.putfield(ClassNames.FRAME, "nFall", CD_int);
    code.return_();
  }

  private static SegmentLocals locals(CodeBuilder code) {
    return new SegmentLocals(
        0,
        code.allocateLocal(TypeKind.INT),
        code.allocateLocal(TypeKind.INT),
        code.allocateLocal(TypeKind.REFERENCE),
        code.allocateLocal(TypeKind.INT),
        code.allocateLocal(TypeKind.REFERENCE),
        code.allocateLocal(TypeKind.REFERENCE),
        code.allocateLocal(TypeKind.INT),
        code.allocateLocal(TypeKind.INT),
        code.allocateLocal(TypeKind.REFERENCE),
        code.allocateLocal(TypeKind.INT),
        code.allocateLocal(TypeKind.INT));
  }

  private static void prologue(CodeBuilder code, SegmentLocals locals) {
    code.aload(0).getfield(ClassNames.FRAME, "n", CD_int).istore(locals.count());
    code.aload(0).getfield(ClassNames.FRAME, "lanes", INTS).astore(locals.lanes());
    code.aload(0).getfield(ClassNames.FRAME, "r32", INTS).astore(locals.ints());
    code.aload(0).getfield(ClassNames.FRAME, "r64", LONGS).astore(locals.longs());
    code.aload(0).getfield(ClassNames.FRAME, "taken", INTS).astore(locals.taken());
    code.iconst_0().istore(locals.index());
    code.iconst_0().istore(locals.takenCount());
    code.iconst_0().istore(locals.fallCount());
  }

  private static void base(CodeBuilder code, int lane, int count, int local) {
    code.iload(lane).loadConstant(count).imul().istore(local);
  }

  private void transfer(Values values, BitSet registers, boolean load) {
    for (PtxRegister register : kernel.registers()) {
      if (registers.get(register.number())) {
        if (load) {
          load(values, register);
        } else {
          store(values, register);
        }
      }
    }
  }

  private void place(Values values, PtxRegister register) {
    SegmentLocals locals = values.locals();
    boolean wide = Slots.isLong(register);
    values
        .code
        .aload(wide ? locals.longs() : locals.ints())
        .iload(wide ? locals.longBase() : locals.intBase())
        .loadConstant(slots.of(register))
        .iadd();
  }

  private void load(Values values, PtxRegister register) {
    place(values, register);
    boolean wide = Slots.isLong(register);
    if (wide) {
      values.code.laload();
    } else {
      values.code.iaload();
    }
    values.bits(register, wide ? Kind.LONG : Kind.INT, true);
    values.code.storeLocal(Kind.of(register).typeKind(), values.local(register));
  }

  private void store(Values values, PtxRegister register) {
    place(values, register);
    values.code.loadLocal(Kind.of(register).typeKind(), values.local(register));
    boolean wide = Slots.isLong(register);
    values.bits(register, wide ? Kind.LONG : Kind.INT, false);
    if (wide) {
      values.code.lastore();
    } else {
      values.code.iastore();
    }
  }

  private void branch(Values values, Segment segment) {
    if (!(segment.end() instanceof Segment.Branch branch)) {
      return;
    }
    CodeBuilder code = values.code;
    SegmentLocals locals = values.locals();
    Label fall = code.newLabel();
    Label done = code.newLabel();
    PtxInstruction any = kernel.instructions().getFirst();
    values.push(any, branch.guard(), Kind.PREDICATE);
    code.ifeq(fall);
    code.aload(locals.taken()).iload(locals.takenCount()).iload(locals.lane()).iastore();
    code.iinc(locals.takenCount(), 1).goto_(done);
    code.labelBinding(fall);
    code.aload(locals.lanes()).iload(locals.fallCount()).iload(locals.lane()).iastore();
    code.iinc(locals.fallCount(), 1);
    code.labelBinding(done);
  }
}
