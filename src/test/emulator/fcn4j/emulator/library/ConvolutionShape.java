package fcn4j.emulator.library;

/**
 * A convolution's extents: image, filter and how the filter moves. Weights are (k, c / groups, r,
 * s).
 */
record ConvolutionShape(
    int n,
    int c,
    int h,
    int w,
    int k,
    int r,
    int s,
    int padH,
    int padW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int groups) {

  int outH() {
    return (h + 2 * padH - (dilationH * (r - 1) + 1)) / strideH + 1;
  }

  int outW() {
    return (w + 2 * padW - (dilationW * (s - 1) + 1)) / strideW + 1;
  }

  int groupC() {
    return c / groups;
  }

  int groupK() {
    return k / groups;
  }

  long multiplyAdds() {
    return (long) n * k * groupC() * r * s * outH() * outW();
  }

  /**
   * The first output column whose input column is inside the image, for filter column {@code kx}.
   */
  int firstColumn(int kx) {
    int offset = kx * dilationW - padW;
    return offset >= 0 ? 0 : (-offset + strideW - 1) / strideW;
  }

  /** One behind the last such output column. */
  int endColumn(int kx) {
    int last = w - 1 - (kx * dilationW - padW);
    return last < 0 ? 0 : Math.min(outW(), last / strideW + 1);
  }
}
