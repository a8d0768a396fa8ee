package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution, that is cross-correlation, with zero padding.
 *
 * <pre>
 * y[n,o,i,j] = bias[o] + sum over c,u,v of
 *              weight[o,c,u,v] * x[n, g*Ci/G + c, i*stride - pad + u*dilation, j*stride - pad + v*dilation]
 * </pre>
 *
 * <p>(N,Ci,H,W) -> (N,Co,Ho,Wo) with Ho = floor((H + 2 pad - dilation (k-1) - 1) / stride) + 1.
 * Weights (Co, Ci/groups, kh, kw), bias (Co). Outputs of group g = o*groups/Co see the inputs of
 * group g only. Source: Caffe, Convolution layer.
 *
 * @param inChannels Ci
 * @param outChannels Co
 * @param kernel window in rows and columns
 * @param stride step of the window
 * @param pad zeros on each side
 * @param dilation step between the window's taps
 * @param groups number of independent groups of channels
 * @param bias whether a bias is added
 */
public record Conv2d(
    int inChannels,
    int outChannels,
    Extent2 kernel,
    Extent2 stride,
    Extent2 pad,
    Extent2 dilation,
    int groups,
    boolean bias)
    implements Op {

  /**
   * Checks the hyper-parameters.
   *
   * @throws ShapeException if one is out of range or channels do not divide into the groups
   */
  public Conv2d {
    Checks.channels(inChannels, outChannels, groups);
    kernel.requireAtLeast(1, "kernel");
    stride.requireAtLeast(1, "stride");
    pad.requireAtLeast(0, "pad");
    dilation.requireAtLeast(1, "dilation");
  }

  /** A convolution with a square kernel, one group, no dilation and a bias. */
  public static Conv2d square(int inChannels, int outChannels, int kernel, int stride, int pad) {
    return new Conv2d(
        inChannels,
        outChannels,
        Extent2.square(kernel),
        Extent2.square(stride),
        Extent2.square(pad),
        Extent2.ONE,
        1,
        true);
  }

  /** Input pixels that the kernel spans: dilation (k-1) + 1. */
  public Extent2 span() {
    return new Extent2(dilation.h() * (kernel.h() - 1) + 1, dilation.w() * (kernel.w() - 1) + 1);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Checks.one(this, inputs);
    Checks.inChannels(this, in, inChannels);
    return new Shape(
        in.n(),
        outChannels,
        outExtent("rows", in, in.h(), kernel.h(), stride.h(), pad.h(), dilation.h()),
        outExtent("columns", in, in.w(), kernel.w(), stride.w(), pad.w(), dilation.w()));
  }

  private int outExtent(String axis, Shape in, int size, int k, int s, int p, int d) {
    long slack = (long) size + 2L * p - (long) d * (k - 1) - 1;
    if (slack < 0) {
      throw new ShapeException(
          "Conv2d: an input %s with pad %s has too few %s for a kernel of %s (dilation %s); the image is smaller than the net can take"
              .formatted(in, pad, axis, kernel, dilation));
    }
    return Math.toIntExact(slack / s + 1);
  }

  @Override
  public List<ParameterSpec> parameters() {
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        new ParameterSpec(
            "weight", List.of(outChannels, inChannels / groups, kernel.h(), kernel.w())));
    if (bias) {
      specs.add(new ParameterSpec("bias", List.of(outChannels)));
    }
    return specs;
  }

  @Override
  public CoordinateMap coordinates() {
    return CoordinateMap.sliding(span(), stride, pad);
  }

  @Override
  public Window window() {
    return Window.sliding(span(), stride);
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return output(inputs).count() * (inChannels / groups) * kernel.area();
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }
}
