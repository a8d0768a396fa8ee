package fcn4j.onednn;

import fcn4j.op.BoundOp;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.GradModes;
import fcn4j.op.LabelException;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.View;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link ConfusionMatrix}; a label or a prediction that is no class is thrown at once. */
final class ConfusionMatrixOnednn implements BoundOp {
  private final ConfusionMatrix op;

  ConfusionMatrixOnednn(ConfusionMatrix op) {
    this.op = op;
  }

  @Override
  public void forward(OpArgs args) {
    View truth = Floats.required(args.inputs().get(1));
    byte[] predictions = bytes(Floats.required(args.inputs().get(0)));
    byte[] labels = bytes(truth);
    int classes = op.classes();
    int[] counts = new int[classes * classes];
    for (int pixel = 0; pixel < labels.length; pixel++) {
      int label = labels[pixel] & 0xff;
      if (label != SoftmaxLoss.IGNORE_LABEL) {
        int prediction = predictions[pixel] & 0xff;
        if (label >= classes || prediction >= classes) {
          throw wrong(Math.max(label, prediction), pixel, truth.shape());
        }
        counts[label * classes + prediction]++;
      }
    }
    MemorySegment out = OnednnMemory.elements(args.output());
    MemorySegment.copy(counts, 0, out, ValueLayout.JAVA_INT, 0, counts.length);
  }

  private static byte[] bytes(View view) {
    return OnednnMemory.elements(view).toArray(ValueLayout.JAVA_BYTE);
  }

  private LabelException wrong(int value, int pixel, Shape shape) {
    int row = pixel / shape.w();
    return LabelException.at(
        value, row / shape.h(), row % shape.h(), pixel % shape.w(), op.classes());
  }

  /** There is no gradient. */
  @Override
  public void backward(OpArgs args, GradModes modes) {}
}
