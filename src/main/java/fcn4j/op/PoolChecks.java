package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.Locale;

/** What both poolings check and compute alike. */
final class PoolChecks {
  private PoolChecks() {}

  static void check(Extent2 kernel, Extent2 stride, Extent2 pad) {
    kernel.requireAtLeast(1, "kernel");
    stride.requireAtLeast(1, "stride");
    pad.requireAtLeast(0, "pad");
    if (pad.h() >= kernel.h() || pad.w() >= kernel.w()) {
      throw new ShapeException("pad %s must be below the kernel %s".formatted(pad, kernel));
    }
  }

  /** The ceil rule without padding may ask for a window in the gap behind the last that fits. */
  static Shape output(Op op, Shape in, Extent2 kernel, Extent2 stride, Extent2 pad, PoolRule rule) {
    int h = rule.extent(in.h(), kernel.h(), stride.h(), pad.h());
    int w = rule.extent(in.w(), kernel.w(), stride.w(), pad.w());
    if (h < 1 || w < 1) {
      throw new ShapeException(
          "%s: an input %s is smaller than a window of %s; the image is smaller than the net can take"
              .formatted(op.name(), in, kernel));
    }
    if ((h - 1L) * stride.h() - pad.h() >= in.h() || (w - 1L) * stride.w() - pad.w() >= in.w()) {
      throw new ShapeException(
          "%s: the %s rule gives an input %s a last window of %s at stride %s that begins beyond it and sees nothing; take a stride of at most the kernel, or the floor rule"
              .formatted(op.name(), rule.name().toLowerCase(Locale.ROOT), in, kernel, stride));
    }
    return new Shape(in.n(), in.c(), h, w);
  }
}
