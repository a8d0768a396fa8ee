package fcn4j.op;

/** What the sum of pixel losses is divided by; always at least 1. Source: Caffe, LossParameter. */
public enum LossNormalisation {
  /** 1: the plain sum (Caffe's NONE). */
  SUM,
  /** The number of images N (Caffe's BATCH_SIZE, and what {@code normalize: false} means). */
  BATCH_SIZE,
  /** The number of pixels that count (Caffe's VALID, {@code normalize: true}). */
  VALID,
  /** All pixels N*H*W (Caffe's FULL). */
  FULL;

  /** The divisor for a batch. */
  public double divisor(long images, long pixels, long validPixels) {
    long value =
        switch (this) {
          case SUM -> 1;
          case BATCH_SIZE -> images;
          case VALID -> validPixels;
          case FULL -> pixels;
        };
    return Math.max(1, value);
  }
}
