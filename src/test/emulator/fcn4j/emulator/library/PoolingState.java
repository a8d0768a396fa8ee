package fcn4j.emulator.library;

/** What a pooling descriptor holds. */
record PoolingState(
    int mode, int windowH, int windowW, int padH, int padW, int strideH, int strideW) {

  boolean valid() {
    return mode >= 0
        && mode <= 3
        && windowH > 0
        && windowW > 0
        && strideH > 0
        && strideW > 0
        && padH >= 0
        && padW >= 0
        && padH < windowH
        && padW < windowW;
  }

  int outH(int h) {
    return 1 + (h + 2 * padH - windowH) / strideH;
  }

  int outW(int w) {
    return 1 + (w + 2 * padW - windowW) / strideW;
  }
}
