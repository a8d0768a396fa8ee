package fcn4j.cuda;

/**
 * Where a convolution reads, in cuDNN's terms.
 *
 * @param padH rows of zeros above and below
 * @param padW columns of zeros left and right
 * @param strideH rows from one window to the next
 * @param strideW columns from one window to the next
 * @param dilationH rows between two taps, 1 for none left out
 * @param dilationW columns between two taps, 1 for none left out
 * @param groups independent groups of channels
 */
public record ConvolutionShape(
    int padH, int padW, int strideH, int strideW, int dilationH, int dilationW, int groups) {
  @Override
  public String toString() {
    return "pad %dx%d stride %dx%d dilation %dx%d groups %d"
        .formatted(padH, padW, strideH, strideW, dilationH, dilationW, groups);
  }
}
