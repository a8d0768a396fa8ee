package fcn4j.emulator.memory;

/** What the emulator notices, with the CUDA error number that a context would keep. */
public enum FaultKind {
  OUT_OF_BOUNDS(700),
  USE_AFTER_FREE(700),
  MISALIGNED(716),
  UNINITIALISED_READ(719),
  RACE_IN_BLOCK(719),
  RACE_BETWEEN_BLOCKS(719),
  DIVERGENT_BARRIER(719),
  MISUSED_SHUFFLE(719),
  DIVISION_BY_ZERO(719),
  TRAP(719),
  /** A host pointer or argument list that a real driver would read beyond its end or too late. */
  WRONG_HOST_MEMORY(719),
  NO_PROGRESS(702);

  private final int cudaResult;

  FaultKind(int cudaResult) {
    this.cudaResult = cudaResult;
  }

  /** The CUresult that becomes the context's sticky error. */
  public int cudaResult() {
    return cudaResult;
  }
}
