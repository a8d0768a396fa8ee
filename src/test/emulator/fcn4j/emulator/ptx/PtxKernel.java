package fcn4j.emulator.ptx;

import java.util.List;
import java.util.Map;

/**
 * One {@code .entry}.
 *
 * @param labels label to the index of the instruction that follows it
 * @param maxThreads the product of {@code .maxntid} or {@code .reqntid}, 1024 where neither is
 *     given
 */
public record PtxKernel(
    String name,
    List<PtxParam> params,
    List<PtxRegister> registers,
    List<PtxVariable> variables,
    List<PtxInstruction> instructions,
    Map<String, Integer> labels,
    int maxThreads) {

  /** The size of the parameter block in bytes. */
  public int paramBytes() {
    return params.isEmpty() ? 0 : params.getLast().offset() + params.getLast().bytes();
  }
}
