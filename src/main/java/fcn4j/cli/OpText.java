package fcn4j.cli;

import fcn4j.op.AvgPool2d;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.DeconvCrop;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.SkipSum;
import fcn4j.op.UpsampleArgMax;
import fcn4j.op.UpsampleSoftmaxLoss;

/** Operations with their measures, as tables show them. */
final class OpText {
  private OpText() {}

  /** For example {@code Conv2d 3x3 pad 1}. */
  static String of(Op op) {
    return switch (op) {
      case AvgPool2d pool -> "AvgPool2d %s stride %s".formatted(pool.kernel(), pool.stride());
      case Conv2d conv -> "Conv2d %s pad %s".formatted(conv.kernel(), conv.pad());
      case Conv2dRelu fused ->
          "Conv2dRelu %s pad %s".formatted(fused.conv().kernel(), fused.conv().pad());
      case Crop crop -> "Crop offset %s".formatted(crop.offset());
      case Deconv2d deconv -> "Deconv2d " + measures(deconv);
      case DeconvCrop fused -> "DeconvCrop " + measures(fused.deconv());
      case MaxPool2d pool -> "MaxPool2d %s stride %s".formatted(pool.kernel(), pool.stride());
      case SkipSum fused -> "SkipSum " + measures(fused.deconv());
      case UpsampleArgMax fused -> "UpsampleArgMax " + measures(fused.deconv());
      case UpsampleSoftmaxLoss fused -> "UpsampleSoftmaxLoss " + measures(fused.deconv());
      default -> op.name();
    };
  }

  private static String measures(Deconv2d deconv) {
    return "%s stride %s".formatted(deconv.kernel(), deconv.stride());
  }
}
