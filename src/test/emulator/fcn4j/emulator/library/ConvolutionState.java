package fcn4j.emulator.library;

/**
 * What a convolution descriptor holds.
 *
 * @param mode 0 convolution (the filter is flipped), 1 cross-correlation
 */
record ConvolutionState(
    int padH,
    int padW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int mode,
    int computeType,
    int groups,
    int mathType) {

  boolean valid() {
    return padH >= 0
        && padW >= 0
        && strideH > 0
        && strideW > 0
        && dilationH > 0
        && dilationW > 0
        && (mode == 0 || mode == 1);
  }

  ConvolutionState withGroups(int newGroups) {
    return new ConvolutionState(
        padH, padW, strideH, strideW, dilationH, dilationW, mode, computeType, newGroups, mathType);
  }

  ConvolutionState withMathType(int newMathType) {
    return new ConvolutionState(
        padH, padW, strideH, strideW, dilationH, dilationW, mode, computeType, groups, newMathType);
  }

  /** The convolution of an image with a filter, or null where they do not fit. */
  @org.jspecify.annotations.Nullable
  ConvolutionShape shape(Layout image, Layout filter) {
    boolean fits =
        image.c() == filter.c() * groups
            && filter.n() % groups == 0
            && image.type() == filter.type();
    if (!fits) {
      return null;
    }
    ConvolutionShape shape =
        new ConvolutionShape(
            image.n(),
            image.c(),
            image.h(),
            image.w(),
            filter.n(),
            filter.h(),
            filter.w(),
            padH,
            padW,
            strideH,
            strideW,
            dilationH,
            dilationW,
            groups);
    boolean filterInside =
        image.h() + 2 * padH >= dilationH * (filter.h() - 1) + 1
            && image.w() + 2 * padW >= dilationW * (filter.w() - 1) + 1;
    return filterInside ? shape : null;
  }
}
