package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Set;

/** Loads and stores. */
final class MemoryEmitter {
  private static final Set<String> SPACES = Set.of("global", "shared", "local", "const", "param");
  private static final Set<String> HINTS =
      Set.of("nc", "ca", "cg", "cs", "lu", "cv", "wb", "wt", "weak");

  private final Values values;

  MemoryEmitter(Values values) {
    this.values = values;
  }

  /** What an access asks for. */
  record Access(String space, PtxType type, int count) {
    ClassDesc accessor() {
      return switch (space) {
        case "global", "const", "shared" -> ClassNames.PAGES;
        case "local" -> ClassNames.LOCAL;
        default -> ClassNames.GENERIC;
      };
    }

    String field() {
      return space.equals("const") ? "global" : space;
    }
  }

  private static Access access(PtxInstruction instruction) {
    String space = "generic";
    int count = 1;
    List<String> parts = instruction.parts();
    PtxType type = PtxType.find(parts.getLast());
    for (String part : parts.subList(1, parts.size() - 1)) {
      if (SPACES.contains(part)) {
        space = part;
      } else if (part.equals("v2") || part.equals("v4")) {
        count = part.charAt(1) - '0';
      } else if (!HINTS.contains(part) && !part.startsWith("L1::") && !part.startsWith("L2::")) {
        throw instruction.refuse("modifier `" + part + "` is not emulated");
      }
    }
    if (type == null || type == PtxType.PRED || type.bytes() * count > 16) {
      throw instruction.refuse("unknown type in `" + instruction.opcode() + "`");
    }
    return new Access(space, type, count);
  }

  private static List<PtxOperand> elements(
      PtxInstruction instruction, PtxOperand operand, int count) {
    List<PtxOperand> elements =
        operand instanceof PtxOperand.Vector vector ? vector.elements() : List.of(operand);
    if (elements.size() != count) {
      throw instruction.refuse("the vector has the wrong number of elements");
    }
    return elements;
  }

  void load(PtxInstruction instruction, int site) {
    Access access = access(instruction);
    List<PtxOperand> to = elements(instruction, instruction.operands().get(0), access.count());
    int address = address(instruction, instruction.operands().get(1), access.space());
    alignVector(access, site, address);
    for (int i = 0; i < to.size(); i++) {
      if (access.space().equals("param")) {
        loadParam(access, site, address, i);
      } else {
        begin(access, site, address, i);
        boolean wide = access.type().bytes() == 8;
        values.code.invokevirtual(
            access.accessor(),
            "load" + access.type().bytes() * 8,
            MethodTypeDesc.of(wide ? CD_long : CD_int, CD_int, CD_int, CD_long));
      }
      popLoaded(instruction, access.type(), to.get(i));
    }
  }

  private void loadParam(Access access, int site, int address, int element) {
    CodeBuilder code = values.code;
    code.aload(values.locals().frame()).loadConstant(site).iload(values.locals().lane());
    code.lload(address).loadConstant((long) element * access.type().bytes()).ladd();
    boolean wide = access.type().bytes() == 8;
    code.invokestatic(
        ClassNames.SUPPORT,
        "param" + access.type().bytes() * 8,
        MethodTypeDesc.of(wide ? CD_long : CD_int, ClassNames.FRAME, CD_int, CD_int, CD_long));
  }

  void store(PtxInstruction instruction, int site) {
    Access access = access(instruction);
    if (access.space().equals("const") || access.space().equals("param")) {
      throw instruction.refuse("a kernel cannot store there");
    }
    List<PtxOperand> from = elements(instruction, instruction.operands().get(1), access.count());
    int address = address(instruction, instruction.operands().get(0), access.space());
    alignVector(access, site, address);
    boolean wide = access.type().bytes() == 8;
    for (int i = 0; i < from.size(); i++) {
      begin(access, site, address, i);
      pushStored(instruction, from.get(i), wide);
      values.code.invokevirtual(
          access.accessor(),
          "store" + access.type().bytes() * 8,
          MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_long, wide ? CD_long : CD_int));
    }
  }

  /** A stored register may be wider than the type. */
  private void pushStored(PtxInstruction instruction, PtxOperand operand, boolean wide) {
    if (!wide && operand instanceof PtxOperand.Reg reg && Slots.isLong(reg.register())) {
      values.push(instruction, operand, Kind.LONG);
      values.code.l2i();
    } else {
      values.push(instruction, operand, wide ? Kind.LONG : Kind.INT);
    }
  }

  private void alignVector(Access access, int site, int address) {
    if (access.count() > 1 && !access.space().equals("param")) {
      CodeBuilder code = values.code;
      pushAccessor(access.accessor(), access.field());
      code.loadConstant(site).iload(values.locals().lane()).lload(address);
      code.loadConstant(access.type().bytes() * access.count());
      code.invokevirtual(
          access.accessor(), "align", MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_long, CD_int));
    }
  }

  void pushAccessor(ClassDesc type, String field) {
    values.code.aload(values.locals().frame()).getfield(ClassNames.FRAME, field, type);
  }

  /** Pushes the accessor, the site, the lane and the address of an element. */
  void begin(Access access, int site, int address, int element) {
    CodeBuilder code = values.code;
    pushAccessor(access.accessor(), access.field());
    code.loadConstant(site).iload(values.locals().lane()).lload(address);
    if (element > 0) {
      code.loadConstant((long) element * access.type().bytes()).ladd();
    }
  }

  /** Computes an address into a new JVM local. */
  int address(PtxInstruction instruction, PtxOperand operand, String space) {
    if (!(operand instanceof PtxOperand.Address address)) {
      throw instruction.refuse("expected an address in brackets");
    }
    CodeBuilder code = values.code;
    PtxOperand base = address.base();
    if (base == null) {
      code.lconst_0();
    } else if (base instanceof PtxOperand.Reg reg && !Slots.isLong(reg.register())) {
      if (space.equals("generic") || space.equals("global")) {
        throw instruction.refuse("this address needs a 64-bit register");
      }
      values.push(instruction, base, Kind.INT);
      code.i2l();
    } else {
      values.push(instruction, base, Kind.LONG);
    }
    if (address.offset() != 0) {
      code.loadConstant(address.offset()).ladd();
    }
    int local = code.allocateLocal(TypeKind.LONG);
    code.lstore(local);
    return local;
  }

  /** A loaded value is extended to a wider register by its sign. */
  private void popLoaded(PtxInstruction instruction, PtxType type, PtxOperand to) {
    CodeBuilder code = values.code;
    boolean wideRegister = to instanceof PtxOperand.Reg reg && Slots.isLong(reg.register());
    if (type.bytes() == 8) {
      values.pop(instruction, to, Kind.LONG);
      return;
    }
    if (type == PtxType.S8) {
      code.i2b();
    } else if (type == PtxType.S16) {
      code.i2s();
    }
    if (wideRegister) {
      code.i2l();
      if (!type.isSigned()) {
        code.loadConstant(0xFFFFFFFFL).land();
      }
      values.pop(instruction, to, Kind.LONG);
    } else {
      values.pop(instruction, to, Kind.INT);
    }
  }
}
