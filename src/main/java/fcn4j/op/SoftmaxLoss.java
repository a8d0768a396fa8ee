package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Per-pixel softmax loss with an ignore label.
 *
 * <pre>
 * loss  = lossWeight / normaliser * sum over counted pixels of classWeight[label] * -ln p[label]
 * dIn   = lossWeight / normaliser * classWeight[label] * (p - onehot(label)),  0 at pixels not counted
 * </pre>
 *
 * <p>Inputs: scores (N,C,H,W); labels (N,1,H,W), bytes; with {@code masked} also a mask (N,1,H,W)
 * of bytes. A pixel counts if its label is not 255 and its mask, if there is one, is not 0. Output:
 * one number. -ln p is at most 87.3365 (p is not let below the smallest normal float). The gradient
 * is that of the unclipped logarithm. With no pixel that counts, loss and gradient are 0. A label
 * that is neither a class nor 255 is an error ({@link LabelException}), unless the mask hides it.
 *
 * <p>Source: Caffe, SoftmaxWithLoss layer; sampling of the loss: the paper's section 3.4.
 *
 * @param normalisation what the sum is divided by
 * @param classWeights a factor a class, or empty for ones
 * @param masked whether there is a third input, the mask
 * @param lossWeight factor of this loss in the total
 */
public record SoftmaxLoss(
    LossNormalisation normalisation, List<Float> classWeights, boolean masked, float lossWeight)
    implements Op {
  /** The label of pixels that do not count. */
  public static final int IGNORE_LABEL = 255;

  /** -ln of the smallest normal float: the most that one pixel can contribute. */
  public static final double MAX_PIXEL_LOSS = -Math.log(Float.MIN_NORMAL);

  /** Copies the class weights. */
  public SoftmaxLoss {
    classWeights = List.copyOf(classWeights);
  }

  /** A loss without class weights and mask, weight 1. */
  public static SoftmaxLoss plain(LossNormalisation normalisation) {
    return new SoftmaxLoss(normalisation, List.of(), false, 1);
  }

  /** The factor of a class. */
  public float classWeight(int label) {
    return classWeights.isEmpty() ? 1 : classWeights.get(label);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, masked ? 3 : 2);
    checkScores(this, inputs.get(0));
    for (Shape pixels : inputs.subList(1, inputs.size())) {
      Checks.labels(this, inputs.get(0), pixels);
    }
    return Shape.scalar();
  }

  void checkScores(Op op, Shape scores) {
    if (scores.c() > IGNORE_LABEL) {
      throw new ShapeException(
          "%s: at most %d classes, scores are %s".formatted(op.name(), IGNORE_LABEL, scores));
    }
    if (!classWeights.isEmpty() && classWeights.size() != scores.c()) {
      throw new ShapeException(
          "%s: %d class weights for %d classes"
              .formatted(op.name(), classWeights.size(), scores.c()));
    }
  }

  @Override
  public ElementType inputType(int input) {
    return input == 0 ? ElementType.FLOAT32 : ElementType.UINT8;
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }

  @Override
  public boolean isLoss() {
    return true;
  }
}
