package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * The channel with the largest score at every pixel; on a tie the lowest.
 *
 * <p>(N,C,H,W) -> (N,1,H,W) of bytes, at most 255 channels. No gradient.
 */
public record ArgMax() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Checks.one(this, inputs);
    checkClasses(this, in);
    return in.withChannels(1);
  }

  static void checkClasses(Op op, Shape in) {
    if (in.c() > SoftmaxLoss.IGNORE_LABEL) {
      throw new ShapeException(
          "%s: at most %d classes, got %s".formatted(op.name(), SoftmaxLoss.IGNORE_LABEL, in));
    }
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
