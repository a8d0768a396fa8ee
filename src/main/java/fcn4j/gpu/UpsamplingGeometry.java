package fcn4j.gpu;

import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A deconvolution as the kernels see it: a window of the output, and weights addressed by groups.
 * Diagonal weights are groups of one channel that lie (Co + 1) kernels apart.
 *
 * @param op the deconvolution
 * @param in the coarse input
 * @param outChannels Co
 * @param outH rows of the window
 * @param outW columns of the window
 * @param offset first row and column of the window in the full output
 */
record UpsamplingGeometry(
    Deconv2d op, Shape in, int outChannels, int outH, int outW, Extent2 offset) {

  /** The full output. */
  static UpsamplingGeometry full(Deconv2d op, Shape in) {
    Shape out = op.output(List.of(in));
    return new UpsamplingGeometry(op, in, out.c(), out.h(), out.w(), Extent2.ZERO);
  }

  /** A window of the output with the rows and columns of {@code reference}. */
  static UpsamplingGeometry window(Deconv2d op, Shape in, Shape reference, Extent2 offset) {
    return new UpsamplingGeometry(op, in, op.outChannels(), reference.h(), reference.w(), offset);
  }

  /** The window. */
  Shape output() {
    return new Shape(in.n(), outChannels, outH, outW);
  }

  int inPerGroup() {
    return op.diagonal() ? 1 : op.inChannels() / op.groups();
  }

  int outPerGroup() {
    return op.diagonal() ? 1 : outChannels / op.groups();
  }

  /** Floats from the weights of one input channel to those of the next. */
  long weightStep() {
    long kernels = op.diagonal() ? outChannels + 1L : outPerGroup();
    return kernels * op.kernel().area();
  }

  int shiftH() {
    return op.pad().h() + offset.h();
  }

  int shiftW() {
    return op.pad().w() + offset.w();
  }

  /** Kernel parameters: channels as given, extents, groups, kernel, stride, shift. */
  List<Number> scalars(int channels) {
    List<Number> list = new ArrayList<>(List.of(in.n(), channels, in.h(), in.w(), outH, outW));
    list.addAll(List.of(inPerGroup(), outPerGroup()));
    list.addAll(weights());
    return list;
  }

  /** Kernel parameters: step of the weights, kernel, stride, shift. */
  List<Number> weights() {
    return List.of(
        weightStep(),
        op.kernel().h(),
        op.kernel().w(),
        op.stride().h(),
        op.stride().w(),
        shiftH(),
        shiftW());
  }
}
