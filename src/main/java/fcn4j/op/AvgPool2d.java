package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Mean over windows.
 *
 * <p>(N,C,H,W) -> (N,C,Ho,Wo), extents by {@link PoolRule}. With {@code countPadding} the divisor
 * is the window's area clipped to the padded input (Caffe), without it the number of real pixels in
 * the window. Source: Caffe, Pooling layer, AVE.
 *
 * @param kernel window in rows and columns
 * @param stride step of the window
 * @param pad padding on each side, below the kernel
 * @param rule how extents are rounded
 * @param countPadding whether padding counts in the divisor
 */
public record AvgPool2d(
    Extent2 kernel, Extent2 stride, Extent2 pad, PoolRule rule, boolean countPadding)
    implements Op {

  /**
   * Checks the hyper-parameters.
   *
   * @throws ShapeException if one is out of range
   */
  public AvgPool2d {
    PoolChecks.check(kernel, stride, pad);
  }

  /** Caffe's pooling: square, ceil rule, padding counted. */
  public static AvgPool2d square(int kernel, int stride, int pad) {
    return new AvgPool2d(
        Extent2.square(kernel), Extent2.square(stride), Extent2.square(pad), PoolRule.CEIL, true);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return PoolChecks.output(this, Checks.one(this, inputs), kernel, stride, pad, rule);
  }

  @Override
  public CoordinateMap coordinates() {
    return CoordinateMap.sliding(kernel, stride, pad);
  }

  @Override
  public Window window() {
    return Window.sliding(kernel, stride);
  }
}
