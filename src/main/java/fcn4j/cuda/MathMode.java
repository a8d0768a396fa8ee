package fcn4j.cuda;

/**
 * How float32 inputs may be multiplied.
 *
 * <p>{@code FMA} keeps full float32; {@code DEFAULT} lets cuDNN take TF32 from compute capability
 * 8.0 on and cuBLAS not; {@code TF32} lets both take the tensor cores.
 */
public enum MathMode {
  FMA(3, 0),
  DEFAULT(0, 0),
  TF32(1, 3);

  private final int cudnn;
  private final int cublas;

  MathMode(int cudnn, int cublas) {
    this.cudnn = cudnn;
    this.cublas = cublas;
  }

  int cudnn() {
    return cudnn;
  }

  int cublas() {
    return cublas;
  }
}
