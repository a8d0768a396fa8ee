package fcn4j.emulator.library;

/** The passes of a convolution with the algorithms that each offers, fastest first. */
public enum ConvolutionPass {
  FORWARD(new int[] {6, 1, 0, 2}, 6, new int[] {}),
  BACKWARD_DATA(new int[] {4, 1, 0}, 4, new int[] {0}),
  BACKWARD_FILTER(new int[] {1, 0, 3}, -1, new int[] {0, 3});

  private final int[] algorithms;
  private final int winograd;
  private final int[] nondeterministic;

  ConvolutionPass(int[] algorithms, int winograd, int[] nondeterministic) {
    this.algorithms = algorithms;
    this.winograd = winograd;
    this.nondeterministic = nondeterministic;
  }

  int[] algorithms() {
    return algorithms.clone();
  }

  /** Winograd takes 3x3 filters that move by one; GEMM and the others take everything. */
  boolean supports(ConvolutionShape shape, int algorithm) {
    boolean known = contains(algorithms, algorithm);
    boolean small =
        shape.r() == 3
            && shape.s() == 3
            && shape.strideH() == 1
            && shape.strideW() == 1
            && shape.dilationH() == 1
            && shape.dilationW() == 1
            && shape.groups() == 1;
    return known && (algorithm != winograd || small);
  }

  boolean deterministic(int algorithm) {
    return !contains(nondeterministic, algorithm);
  }

  /** The workspace that the algorithm asks for, in bytes. */
  long workspaceBytes(ConvolutionShape shape, int algorithm) {
    long columns = (long) shape.groupC() * shape.r() * shape.s() * shape.outH() * shape.outW();
    return switch (this) {
      case FORWARD -> algorithm == 2 ? columns * Float.BYTES : algorithm == 1 ? 4096 : 0;
      case BACKWARD_DATA -> algorithm == 1 ? 8192 : 0;
      case BACKWARD_FILTER -> algorithm == 1 ? 16384 : algorithm == 3 ? 1024 : 0;
    };
  }

  private static boolean contains(int[] values, int value) {
    for (int candidate : values) {
      if (candidate == value) {
        return true;
      }
    }
    return false;
  }
}
