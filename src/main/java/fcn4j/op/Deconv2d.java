package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Deconvolution: the transpose of a convolution, that is upsampling with (learned or fixed)
 * weights.
 *
 * <pre>
 * y[n,o,i*stride - pad + u, j*stride - pad + v] += x[n,c,i,j] * weight[c,o',u,v]     (+ bias[o])
 * </pre>
 *
 * <p>(N,Ci,H,W) -> (N,Co,Ho,Wo) with Ho = stride (H-1) + k - 2 pad + outputPad. Weights (Ci,
 * Co/groups, kh, kw), bias (Co). Source: Caffe, Deconvolution layer; the paper's section 3.3.
 *
 * @param inChannels Ci
 * @param outChannels Co
 * @param kernel window in rows and columns
 * @param stride upsampling factor
 * @param pad rows and columns cut from each side of the output
 * @param outputPad rows and columns added at the bottom and right end; below the stride
 * @param groups number of independent groups of channels
 * @param bias whether a bias is added
 * @param diagonal a promise that weight[c,o] is zero wherever c differs from o (dense weights of a
 *     bilinear upsampling), which lets a backend skip them; needs groups 1 and Ci = Co. The
 *     gradient of the weights is computed on the diagonal only
 */
public record Deconv2d(
    int inChannels,
    int outChannels,
    Extent2 kernel,
    Extent2 stride,
    Extent2 pad,
    Extent2 outputPad,
    int groups,
    boolean bias,
    boolean diagonal)
    implements Op {

  /**
   * Checks the hyper-parameters.
   *
   * @throws ShapeException if one is out of range or channels do not divide into the groups
   */
  public Deconv2d {
    Checks.channels(inChannels, outChannels, groups);
    kernel.requireAtLeast(1, "kernel");
    stride.requireAtLeast(1, "stride");
    pad.requireAtLeast(0, "pad");
    outputPad.requireAtLeast(0, "outputPad");
    if (outputPad.h() >= stride.h() && outputPad.h() > 0
        || outputPad.w() >= stride.w() && outputPad.w() > 0) {
      throw new ShapeException(
          "outputPad %s must be below the stride %s".formatted(outputPad, stride));
    }
    if (diagonal && (groups != 1 || inChannels != outChannels)) {
      throw new ShapeException(
          "diagonal weights need one group and as many outputs as inputs, got %d -> %d in %d group(s)"
              .formatted(inChannels, outChannels, groups));
    }
  }

  /**
   * Upsampling of each channel by itself as the reference nets store it: dense, diagonal weights.
   */
  public static Deconv2d diagonal(int channels, int kernel, int stride) {
    return plain(channels, channels, kernel, stride, 1, true);
  }

  /** Upsampling that mixes channels: dense weights, no padding, no bias. */
  public static Deconv2d dense(int inChannels, int outChannels, int kernel, int stride) {
    return plain(inChannels, outChannels, kernel, stride, 1, false);
  }

  /** Upsampling with one group a channel: weights (C,1,k,k). */
  public static Deconv2d depthwise(int channels, int kernel, int stride) {
    return plain(channels, channels, kernel, stride, channels, false);
  }

  private static Deconv2d plain(
      int inChannels, int outChannels, int kernel, int stride, int groups, boolean diagonal) {
    return new Deconv2d(
        inChannels,
        outChannels,
        Extent2.square(kernel),
        Extent2.square(stride),
        Extent2.ZERO,
        Extent2.ZERO,
        groups,
        false,
        diagonal);
  }

  /** Whether each output channel depends on the input channel of the same number alone. */
  public boolean channelwise() {
    return diagonal || groups == inChannels && groups == outChannels;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Checks.one(this, inputs);
    Checks.inChannels(this, in, inChannels);
    return new Shape(
        in.n(),
        outChannels,
        outExtent(in, in.h(), kernel.h(), stride.h(), pad.h(), outputPad.h()),
        outExtent(in, in.w(), kernel.w(), stride.w(), pad.w(), outputPad.w()));
  }

  private int outExtent(Shape in, int size, int k, int s, int p, int extra) {
    long extent = (long) s * (size - 1) + k - 2L * p + extra;
    if (extent < 1) {
      throw new ShapeException(
          "Deconv2d: an input %s gives an empty output with kernel %s, stride %s, pad %s"
              .formatted(in, kernel, stride, pad));
    }
    return Math.toIntExact(extent);
  }

  @Override
  public List<ParameterSpec> parameters() {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        new ParameterSpec(
            "weight", List.of(inChannels, outChannels / groups, kernel.h(), kernel.w())));
    if (bias) {
      specs.add(new ParameterSpec("bias", List.of(outChannels)));
    }
    return specs;
  }

  @Override
  public CoordinateMap coordinates() {
    return CoordinateMap.upsampling(kernel, stride, pad);
  }

  @Override
  public Window window() {
    return new Window(
        Math.ceilDiv(kernel.h(), stride.h()),
        Math.ceilDiv(kernel.w(), stride.w()),
        new Rational(1, stride.h()),
        new Rational(1, stride.w()));
  }

  /** Counts the dense products, also for diagonal weights. */
  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return inputs.getFirst().count() * (outChannels / groups) * kernel.area();
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }
}
