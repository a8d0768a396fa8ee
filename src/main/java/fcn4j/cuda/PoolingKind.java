package fcn4j.cuda;

/** Kinds of pooling with cuDNN's numbers; padding counts as absent or as zeros. */
public enum PoolingKind {
  /** The greatest of a window; two runs give equal gradients. */
  MAX(3),
  /** The mean over the window with padding counted as zeros. */
  AVERAGE_WITH_PADDING(1),
  /** The mean over the part of the window inside the image. */
  AVERAGE_WITHOUT_PADDING(2);

  private final int cudnn;

  PoolingKind(int cudnn) {
    this.cudnn = cudnn;
  }

  int cudnn() {
    return cudnn;
  }
}
