package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Maximum over windows; the first maximum in row-major order wins and alone gets the gradient.
 *
 * <p>(N,C,H,W) -> (N,C,Ho,Wo), extents by {@link PoolRule}; padding never wins. Source: Caffe,
 * Pooling layer, MAX.
 *
 * @param kernel window in rows and columns
 * @param stride step of the window
 * @param pad padding on each side, below the kernel
 * @param rule how extents are rounded
 */
public record MaxPool2d(Extent2 kernel, Extent2 stride, Extent2 pad, PoolRule rule) implements Op {

  /**
   * Checks the hyper-parameters.
   *
   * @throws ShapeException if one is out of range
   */
  public MaxPool2d {
    PoolChecks.check(kernel, stride, pad);
  }

  /** Caffe's pooling: square, ceil rule. */
  public static MaxPool2d square(int kernel, int stride, int pad) {
    return new MaxPool2d(
        Extent2.square(kernel), Extent2.square(stride), Extent2.square(pad), PoolRule.CEIL);
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
