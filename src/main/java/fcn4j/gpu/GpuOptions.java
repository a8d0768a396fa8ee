package fcn4j.gpu;

/**
 * What a {@link GpuBackend} may do for speed.
 *
 * @param precision of products in convolutions
 * @param deterministic whether only algorithms are taken that give equal bits in two runs
 * @param convolutionWorkspaceBytes the most scratch memory that a convolution may ask for, where it
 *     has a choice
 * @param remember whether measured choices of algorithms are kept on disk, in the user's cache
 */
public record GpuOptions(
    Precision precision, boolean deterministic, long convolutionWorkspaceBytes, boolean remember) {
  private static final long WORKSPACE_BYTES = 512L << 20;

  /**
   * Checks the budget.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public GpuOptions {
    if (convolutionWorkspaceBytes < 0) {
      throw new IllegalArgumentException(
          "convolution workspace of " + convolutionWorkspaceBytes + " bytes");
    }
  }

  /** Full float32, deterministic, at most 512 MiB of workspace, choices remembered. */
  public static GpuOptions defaults() {
    return new GpuOptions(Precision.FP32, true, WORKSPACE_BYTES, true);
  }

  /** The same with another precision. */
  public GpuOptions withPrecision(Precision other) {
    return new GpuOptions(other, deterministic, convolutionWorkspaceBytes, remember);
  }

  /** The same, deterministic or not. */
  public GpuOptions withDeterministic(boolean wanted) {
    return new GpuOptions(precision, wanted, convolutionWorkspaceBytes, remember);
  }

  /** The same, with choices kept on disk or not. */
  public GpuOptions withRemember(boolean wanted) {
    return new GpuOptions(precision, deterministic, convolutionWorkspaceBytes, wanted);
  }
}
