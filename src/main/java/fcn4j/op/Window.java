package fcn4j.op;

/**
 * The window through which an output pixel sees its input: {@code extent} input pixels, and {@code
 * stride} input pixels from one output pixel to the next.
 *
 * @param extentH rows seen, dilation included
 * @param extentW columns seen
 * @param strideH step between rows as a fraction; below 1 for upsampling
 * @param strideW step between columns
 */
public record Window(int extentH, int extentW, Rational strideH, Rational strideW) {
  /** One pixel, step 1. */
  public static final Window POINT = new Window(1, 1, Rational.ONE, Rational.ONE);

  static Window sliding(Extent2 extent, Extent2 stride) {
    return new Window(extent.h(), extent.w(), Rational.of(stride.h()), Rational.of(stride.w()));
  }
}
