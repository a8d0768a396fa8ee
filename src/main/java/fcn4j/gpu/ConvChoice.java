package fcn4j.gpu;

/**
 * How a pass of a convolution is computed.
 *
 * @param algorithm cuDNN's number, or {@link #GEMM}
 * @param workspaceBytes scratch memory that it takes
 */
record ConvChoice(int algorithm, long workspaceBytes) {
  /** Stands for a matrix product through cuBLAS. */
  static final int GEMM = -1;

  static final ConvChoice PRODUCT = new ConvChoice(GEMM, 0);

  boolean isProduct() {
    return algorithm == GEMM;
  }
}
