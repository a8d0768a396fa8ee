package fcn4j.testing;

import fcn4j.op.ArgMax;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Concat;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.Dropout;
import fcn4j.op.Frame;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.PrepareImage;
import fcn4j.op.PrepareLabel;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.op.SkipSum;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;
import fcn4j.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sum of the absolute values of the terms of everything that a case computes: what errors are
 * measured by.
 *
 * <p>For linear operations it is the same operation on absolute values. Operations that pass values
 * on have one term. What has exponentials in it is bounded by {@link SoftmaxBounds}. Outputs of
 * whole numbers and framed maps get 0: they must be equal.
 */
public final class Bounds {
  private Bounds() {}

  /** The bounds for a case's output and gradients. */
  public static OpResult of(OpCase opCase, OpData data) {
    return switch (opCase.op()) {
      case Conv2dRelu conv -> absolute(opCase, conv.conv(), data);
      case Sum sum ->
          absolute(opCase, new Sum(sum.coefficients().stream().map(Math::abs).toList()), data);
      case Conv2d _, Deconv2d _, DeconvCrop _, SkipSum _, AvgPool2d _, Crop _, Concat _, Scale _ ->
          absolute(opCase, opCase.op(), data);
      case Relu _, MaxPool2d _, Max _, Dropout _ -> selected(opCase, data);
      case Lrn lrn -> LrnBounds.of(lrn, opCase.shapes().getFirst(), data);
      case Softmax _ -> SoftmaxBounds.softmax(opCase, data);
      case SoftmaxLoss loss -> SoftmaxBounds.loss(loss, opCase.shapes().getFirst(), data);
      case UpsampleSoftmaxLoss upsample -> SoftmaxBounds.upsampled(upsample, opCase, data);
      case PrepareImage image -> prepared(image, opCase);
      case ArgMax _, UpsampleArgMax _, ConfusionMatrix _, Frame _, PrepareLabel _ ->
          new OpResult(new double[opCase.output().arrayLength()], none(data), List.of());
    };
  }

  /** The same operation on absolute values. */
  private static OpResult absolute(OpCase opCase, Op op, OpData data) {
    List<double @Nullable []> inputs = new ArrayList<>();
    data.inputs().forEach(values -> inputs.add(values == null ? null : abs(values)));
    List<double[]> parameters = data.parameters().stream().map(Bounds::abs).toList();
    OpData positive = new OpData(inputs, parameters, abs(data.dOutput()));
    return run(opCase, op, positive);
  }

  /** One term an output; the gradient goes the way that the forward pass chose. */
  private static OpResult selected(OpCase opCase, OpData data) {
    OpData positive = new OpData(data.inputs(), data.parameters(), abs(data.dOutput()));
    OpResult result = run(opCase, opCase.op(), positive);
    return new OpResult(abs(result.output()), result.dInputs(), result.dParameters());
  }

  private static OpResult prepared(PrepareImage image, OpCase opCase) {
    double[] bound = new double[opCase.output().arrayLength()];
    Arrays.fill(bound, 2 * 255 * Math.abs(image.scale()));
    return new OpResult(bound, none(opCase.data()), List.of());
  }

  /** Output and gradients of an operation on the reference backend, for a case's shapes. */
  public static OpResult run(OpCase opCase, Op op, OpData data) {
    try (ReferenceBackend backend = new ReferenceBackend(1);
        OpRunner runner =
            new OpRunner(backend, op, opCase.shapes(), opCase.trainsParameters(), false)) {
      return runner.run(data);
    }
  }

  static List<double @Nullable []> none(OpData data) {
    List<double @Nullable []> none = new ArrayList<>();
    data.inputs().forEach(input -> none.add(null));
    return none;
  }

  static double @Nullable [] abs(double @Nullable [] values) {
    return values == null ? null : Arrays.stream(values).map(Math::abs).toArray();
  }
}
