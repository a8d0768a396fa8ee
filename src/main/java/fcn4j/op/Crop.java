package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * A window of the first input with the rows and columns of the second, from an offset on.
 *
 * <p>Inputs x (N,C,H,W) and reference (N,Cr,Hr,Wr), of which only the shape counts; output
 * (N,C,Hr,Wr): y[n,c,i,j] = x[n,c,i+offset.h,j+offset.w]. It is no centre crop: what lies behind
 * the window is dropped. Offsets are computed by the graph from coordinate maps. Source: Caffe,
 * Crop layer, axis 2.
 *
 * @param offset first row and column kept
 */
public record Crop(Extent2 offset) implements Op {

  /**
   * Checks the offset.
   *
   * @throws ShapeException if it is negative
   */
  public Crop {
    offset.requireAtLeast(0, "crop offset");
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Shape in = inputs.get(0);
    Shape reference = inputs.get(1);
    Checks.cropFits(this, in, offset, reference);
    return new Shape(in.n(), in.c(), reference.h(), reference.w());
  }

  @Override
  public CoordinateMap coordinates() {
    return CoordinateMap.cropped(offset);
  }

  @Override
  public boolean readsValues(int input) {
    return input == 0;
  }
}
