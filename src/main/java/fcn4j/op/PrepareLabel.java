package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Mirrors and translates a label map as {@link PrepareImage} does its image: y[n,0,i,j] =
 * x[n,0,i-dy,j'], and 255 where the source pixel lies outside.
 *
 * <p>Inputs: labels (N,1,H,W), bytes, and (N,1,1,3) floats: mirror, dy, dx. Output (N,1,H,W),
 * bytes.
 */
public record PrepareLabel() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Checks.inChannels(this, inputs.getFirst(), 1);
    return inputs.getFirst();
  }

  @Override
  public ElementType inputType(int input) {
    return input == 0 ? ElementType.UINT8 : ElementType.FLOAT32;
  }

  @Override
  public ElementType outputType() {
    return ElementType.UINT8;
  }

  @Override
  public boolean differentiable(int input) {
    return false;
  }
}
