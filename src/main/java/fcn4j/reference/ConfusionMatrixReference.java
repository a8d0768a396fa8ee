package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.GradModes;
import fcn4j.op.LabelException;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;

/** {@link ConfusionMatrix}. */
final class ConfusionMatrixReference implements BoundOp {
  private final ConfusionMatrix op;

  ConfusionMatrixReference(ConfusionMatrix op) {
    this.op = op;
  }

  @Override
  public void forward(OpArgs args) {
    Slice predictions = Slice.of(args.inputs().get(0));
    Slice labels = Slice.of(args.inputs().get(1));
    Slice counts = Slice.of(args.output());
    counts.clear();
    for (int pixel = 0; pixel < labels.count(); pixel++) {
      int label = (int) labels.data()[labels.at() + pixel];
      if (label != SoftmaxLoss.IGNORE_LABEL) {
        int prediction = (int) predictions.data()[predictions.at() + pixel];
        check(label, pixel, labels.shape());
        check(prediction, pixel, labels.shape());
        counts.data()[counts.at() + label * op.classes() + prediction]++;
      }
    }
  }

  private void check(int value, int pixel, Shape shape) {
    if (value >= op.classes()) {
      int row = pixel / shape.w() % shape.h();
      int image = pixel / shape.w() / shape.h();
      throw LabelException.at(value, image, row, pixel % shape.w(), op.classes());
    }
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
