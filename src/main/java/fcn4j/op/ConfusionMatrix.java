package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Counts of (true class, predicted class) over the pixels whose label is a class.
 *
 * <p>Inputs: predictions (N,1,H,W) and labels (N,1,H,W), bytes. Output (1,1,K,K), 32-bit counts of
 * this batch: y[g,p] = number of pixels with label g and prediction p. Pixels with label 255 do not
 * count; another label or prediction that is no class is an error ({@link LabelException}). Source:
 * the reference's {@code score.py}.
 *
 * @param classes K
 */
public record ConfusionMatrix(int classes) implements Op {

  /**
   * Checks the number of classes.
   *
   * @throws ShapeException if it is not in 1..255
   */
  public ConfusionMatrix {
    if (classes < 1 || classes > SoftmaxLoss.IGNORE_LABEL) {
      throw new ShapeException("ConfusionMatrix: classes must be in 1..255, got " + classes);
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Checks.labels(this, inputs.get(0), inputs.get(1));
    Checks.inChannels(this, inputs.get(0), 1);
    return new Shape(1, 1, classes, classes);
  }

  @Override
  public ElementType inputType(int input) {
    return ElementType.UINT8;
  }

  @Override
  public ElementType outputType() {
    return ElementType.INT32;
  }
}
