package fcn4j.graph;

import fcn4j.op.AvgPool2d;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Dropout;
import fcn4j.op.Extent2;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.PoolRule;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.op.Softmax;
import fcn4j.op.Sum;
import org.jspecify.annotations.Nullable;

/**
 * What an operation that does the same at every place sees of its inputs.
 *
 * @param h rows
 * @param w columns
 * @param zeroPadded whether the padding counts as zeros
 * @param keepsZero whether the output is zero where all inputs are
 */
record Locality(Sliding h, Sliding w, boolean zeroPadded, boolean keepsZero) {
  private static final Locality POINT = new Locality(Sliding.POINT, Sliding.POINT, false, false);
  private static final Locality ZERO_KEEPING =
      new Locality(Sliding.POINT, Sliding.POINT, false, true);

  /** That of an operation, or null if it is not the same at every place, or resizes. */
  static @Nullable Locality of(Op op) {
    return switch (op) {
      case Conv2d conv -> sliding(conv.span(), conv.stride(), conv.pad(), true);
      case Conv2dRelu fused -> of(fused.conv());
      case MaxPool2d pool -> pooling(pool.kernel(), pool.stride(), pool.pad(), pool.rule());
      case AvgPool2d pool -> pooling(pool.kernel(), pool.stride(), pool.pad(), pool.rule());
      case Softmax _ -> POINT;
      case Concat _, Dropout _, Lrn _, Max _, Relu _, Scale _, Sum _ -> ZERO_KEEPING;
      default -> null;
    };
  }

  private static Locality sliding(Extent2 extent, Extent2 stride, Extent2 pad, boolean zeroPadded) {
    return new Locality(
        new Sliding(extent.h(), stride.h(), pad.h()),
        new Sliding(extent.w(), stride.w(), pad.w()),
        zeroPadded,
        false);
  }

  // With gaps between windows the ceil rule may add windows that see nothing at all.
  private static @Nullable Locality pooling(
      Extent2 kernel, Extent2 stride, Extent2 pad, PoolRule rule) {
    boolean gaps = stride.h() > kernel.h() || stride.w() > kernel.w();
    return rule == PoolRule.CEIL && gaps ? null : sliding(kernel, stride, pad, false);
  }

  Extent2 pad() {
    return new Extent2(h.pad(), w.pad());
  }

  /** An operation that slides, with another padding; others as they are. */
  static Op withPad(Op op, Extent2 pad) {
    return switch (op) {
      case Conv2d conv -> padded(conv, pad);
      case Conv2dRelu fused -> new Conv2dRelu(padded(fused.conv(), pad));
      case MaxPool2d pool -> new MaxPool2d(pool.kernel(), pool.stride(), pad, pool.rule());
      case AvgPool2d pool ->
          new AvgPool2d(pool.kernel(), pool.stride(), pad, pool.rule(), pool.countPadding());
      default -> op;
    };
  }

  private static Conv2d padded(Conv2d conv, Extent2 pad) {
    return new Conv2d(
        conv.inChannels(),
        conv.outChannels(),
        conv.kernel(),
        conv.stride(),
        pad,
        conv.dilation(),
        conv.groups(),
        conv.bias());
  }
}
