package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Makes the network's input of RGB bytes: channel order, mean, scale, mirroring, translation.
 *
 * <pre>
 * y[n,c,i,j] = (x[n, i-dy, j', c'] - mean[c]) * scale,   j' = j-dx, or W-1-(j-dx) when mirrored,
 * </pre>
 *
 * with c' = 2-c for BGR, c for RGB; 0 (the mean) where the source pixel lies outside the image.
 *
 * <p>Inputs: pixels, bytes in the order n, row, column, channel, given as the shape (N,H,W,3); with
 * {@code jittered} also (N,1,1,3) floats: mirror (0 or 1), dy, dx, whole numbers. Output (N,3,H,W).
 *
 * @param mean subtracted, in the order of the output's channels
 * @param scale factor after the subtraction
 * @param bgr whether the output's channels are blue, green, red
 * @param jittered whether there is a second input
 */
public record PrepareImage(List<Float> mean, float scale, boolean bgr, boolean jittered)
    implements Op {

  /**
   * Copies and checks the mean.
   *
   * @throws ShapeException if it has not 3 values
   */
  public PrepareImage {
    mean = List.copyOf(mean);
    if (mean.size() != 3) {
      throw new ShapeException("PrepareImage: the mean needs 3 values, got " + mean);
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, jittered ? 2 : 1);
    Shape in = inputs.getFirst();
    if (in.w() != 3) {
      throw new ShapeException("PrepareImage takes bytes (N,H,W,3), got " + in);
    }
    return new Shape(in.n(), 3, in.c(), in.h());
  }

  @Override
  public ElementType inputType(int input) {
    return input == 0 ? ElementType.UINT8 : ElementType.FLOAT32;
  }

  @Override
  public boolean differentiable(int input) {
    return false;
  }
}
