package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxRegister;
import fcn4j.emulator.ptx.PtxType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An instruction at which threads wait for each other.
 *
 * @param how shfl: up, down, bfly or idx; vote: all, any, uni or ballot; redux and bar.red: the
 *     operation
 * @param destination where the result goes, or null
 * @param valid the second destination of a shuffle, or null
 * @param sources the operands after the destination
 */
record Meeting(
    Type type,
    String how,
    boolean signed,
    @Nullable PtxRegister destination,
    @Nullable PtxRegister valid,
    List<PtxOperand> sources) {

  /** Who meets, and for what. */
  enum Type {
    BARRIER,
    BARRIER_REDUCTION,
    WARP_BARRIER,
    SHUFFLE,
    VOTE,
    REDUCTION,
    MATCH_ANY,
    ACTIVE_MASK
  }

  private static final Set<String> SHUFFLES = Set.of("up", "down", "bfly", "idx");
  private static final Set<String> VOTES = Set.of("all", "any", "uni", "ballot");
  private static final Set<String> REDUCTIONS = Set.of("add", "min", "max", "and", "or", "xor");
  private static final Set<String> BARRIER_REDUCTIONS = Set.of("popc", "and", "or");

  boolean ofBlock() {
    return type == Type.BARRIER || type == Type.BARRIER_REDUCTION;
  }

  /**
   * Reads the instruction.
   *
   * @throws fcn4j.emulator.ptx.PtxRefused where this form is not emulated
   */
  static Meeting of(PtxInstruction instruction) {
    List<String> parts = instruction.parts();
    String opcode = instruction.opcode();
    return switch (instruction.mnemonic()) {
      case "bar", "barrier" -> barrier(instruction, opcode.replace("barrier", "bar"));
      case "shfl" ->
          parts.size() == 4
                  && SHUFFLES.contains(parts.get(2))
                  && opcode.startsWith("shfl.sync")
                  && opcode.endsWith("b32")
              ? withResult(instruction, Type.SHUFFLE, parts.get(2), 4)
              : unknown(instruction);
      case "vote" ->
          parts.size() == 4 && VOTES.contains(parts.get(2)) && opcode.startsWith("vote.sync")
              ? withResult(instruction, Type.VOTE, parts.get(2), 2)
              : unknown(instruction);
      case "redux" ->
          parts.size() == 4 && REDUCTIONS.contains(parts.get(2)) && !opcode.endsWith("f32")
              ? withResult(instruction, Type.REDUCTION, parts.get(2), 2)
              : unknown(instruction);
      case "match" ->
          opcode.equals("match.any.sync.b32")
              ? withResult(instruction, Type.MATCH_ANY, "", 2)
              : unknown(instruction);
      default ->
          opcode.equals("activemask.b32")
              ? withResult(instruction, Type.ACTIVE_MASK, "", 0)
              : unknown(instruction);
    };
  }

  private static Meeting barrier(PtxInstruction instruction, String opcode) {
    if (opcode.equals("bar.warp.sync")) {
      return new Meeting(Type.WARP_BARRIER, "", false, null, null, instruction.operands());
    }
    if (opcode.equals("bar.sync") || opcode.equals("bar.sync.aligned")) {
      return new Meeting(Type.BARRIER, "", false, null, null, instruction.operands());
    }
    String how = instruction.parts().size() > 2 ? instruction.parts().get(2) : "";
    if (opcode.startsWith("bar.red.") && BARRIER_REDUCTIONS.contains(how)) {
      return withResult(instruction, Type.BARRIER_REDUCTION, how, -1);
    }
    return unknown(instruction);
  }

  private static Meeting withResult(
      PtxInstruction instruction, Type type, String how, int sourceCount) {
    List<PtxOperand> operands = instruction.operands();
    List<PtxOperand> sources = operands.subList(1, operands.size());
    if (sourceCount >= 0 && sources.size() != sourceCount) {
      throw instruction.refuse("wrong number of operands");
    }
    PtxOperand first = operands.getFirst();
    PtxOperand second = null;
    if (first instanceof PtxOperand.Pair pair) {
      first = pair.first();
      second = pair.second();
    }
    boolean signed = PtxType.S32.name().equalsIgnoreCase(instruction.parts().getLast());
    return new Meeting(type, how, signed, register(first), register(second), sources);
  }

  private static @Nullable PtxRegister register(@Nullable PtxOperand operand) {
    return operand instanceof PtxOperand.Reg reg ? reg.register() : null;
  }

  private static Meeting unknown(PtxInstruction instruction) {
    throw instruction.refuse("opcode `" + instruction.opcode() + "` is not emulated");
  }
}
