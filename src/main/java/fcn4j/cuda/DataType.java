package fcn4j.cuda;

/** Number formats of cuDNN and cuBLAS in use here, with each library's own number for them. */
public enum DataType {
  FLOAT32(0, 0, 4),
  FLOAT64(1, 1, 8),
  BF16(9, 14, 2);

  private final int cudnn;
  private final int cublas;
  private final int bytes;

  DataType(int cudnn, int cublas, int bytes) {
    this.cudnn = cudnn;
    this.cublas = cublas;
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  int cudnn() {
    return cudnn;
  }

  int cublas() {
    return cublas;
  }
}
