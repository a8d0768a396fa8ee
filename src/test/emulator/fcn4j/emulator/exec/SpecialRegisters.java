package fcn4j.emulator.exec;

import static java.lang.constant.ConstantDescs.CD_int;

import fcn4j.emulator.ptx.PtxInstruction;
import java.lang.classfile.CodeBuilder;
import java.util.Map;

/** Reads of {@code %tid.x} and its kin. */
final class SpecialRegisters {
  private static final Map<String, String> BY_LANE =
      Map.of("%tid.x", "tidX", "%tid.y", "tidY", "%tid.z", "tidZ");
  private static final Map<String, String> BY_BLOCK =
      Map.of(
          "%ctaid.x", "ctaidX",
          "%ctaid.y", "ctaidY",
          "%ctaid.z", "ctaidZ",
          "%ntid.x", "ntidX",
          "%ntid.y", "ntidY",
          "%ntid.z", "ntidZ",
          "%nctaid.x", "nctaidX",
          "%nctaid.y", "nctaidY",
          "%nctaid.z", "nctaidZ",
          "%dynamic_smem_size", "dynamicSharedBytes");

  private SpecialRegisters() {}

  static void push(Values values, PtxInstruction instruction, String name) {
    CodeBuilder code = values.code;
    SegmentLocals locals = values.locals();
    String field = BY_LANE.get(name);
    if (field != null) {
      code.aload(locals.frame())
          .getfield(ClassNames.FRAME, field, CD_int.arrayType())
          .iload(locals.lane())
          .iaload();
      return;
    }
    field = BY_BLOCK.get(name);
    if (field != null) {
      code.aload(locals.frame()).getfield(ClassNames.FRAME, field, CD_int);
      return;
    }
    code.iload(locals.lane());
    switch (name) {
      case "%laneid" -> code.loadConstant(31).iand();
      case "%warpid" -> code.loadConstant(5).ishr();
      case "%lanemask_eq" -> laneMask(code, "laneMaskEq");
      case "%lanemask_lt" -> laneMask(code, "laneMaskLt");
      case "%lanemask_le" -> laneMask(code, "laneMaskLe");
      case "%lanemask_gt" -> laneMask(code, "laneMaskGt");
      case "%lanemask_ge" -> laneMask(code, "laneMaskGe");
      default -> throw instruction.refuse("special register " + name + " is not emulated");
    }
  }

  private static void laneMask(CodeBuilder code, String method) {
    code.invokestatic(
        ClassNames.SUPPORT, method, java.lang.constant.MethodTypeDesc.of(CD_int, CD_int));
  }
}
