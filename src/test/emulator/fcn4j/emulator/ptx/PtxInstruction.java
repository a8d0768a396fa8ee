package fcn4j.emulator.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instruction.
 *
 * @param line its line in the PTX text, from 1
 * @param text the statement as written
 * @param guard the guarding predicate or null
 * @param opcode the full opcode with modifiers, such as {@code ld.global.v4.f32}
 */
public record PtxInstruction(
    int line,
    String text,
    PtxOperand.@Nullable Reg guard,
    String opcode,
    List<PtxOperand> operands) {

  /** The opcode's parts between dots. */
  public List<String> parts() {
    return List.of(opcode.split("\\."));
  }

  /** The first part of the opcode. */
  public String mnemonic() {
    int dot = opcode.indexOf('.');
    return dot < 0 ? opcode : opcode.substring(0, dot);
  }

  /** The error that refuses this instruction. */
  public PtxRefused refuse(String reason) {
    return new PtxRefused(line, text, reason);
  }
}
