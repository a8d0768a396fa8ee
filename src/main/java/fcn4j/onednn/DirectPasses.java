package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import fcn4j.op.Conv2d;
import fcn4j.tensor.Shape;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Makes oneDNN's primitives of one convolution. */
final class DirectPasses {
  private final Build build;
  private final Conv2d conv;
  private final dnnl_memory_desc in;
  private final dnnl_memory_desc out;
  private final dnnl_memory_desc plainWeights;
  private final dnnl_memory_desc anyWeights;
  private final @Nullable dnnl_memory_desc bias;
  private final long[] strides;
  private final long[] dilations;
  private final long[] before;
  private final long[] after;

  /** Passes in float32. */
  DirectPasses(Build build, Conv2d conv, Shape in, Shape out) {
    this(build, conv, in, out, dnnl_f32);
  }

  /**
   * @param factors oneDNN's type of the input and of the packed weights; all else is float32
   */
  DirectPasses(Build build, Conv2d conv, Shape in, Shape out, int factors) {
    this.build = build;
    this.conv = conv;
    this.in = build.tensor(in, factors);
    this.out = build.tensor(out);
    long[] dims = weightDims(conv);
    plainWeights = build.plain(dims);
    anyWeights = build.any(factors, dims);
    bias = conv.bias() ? build.plain(conv.outChannels()) : null;
    strides = new long[] {conv.stride().h(), conv.stride().w()};
    // oneDNN counts the pixels between taps.
    dilations = new long[] {conv.dilation().h() - 1, conv.dilation().w() - 1};
    before = new long[] {conv.pad().h(), conv.pad().w()};
    after =
        new long[] {
          Math.max(0, (out.h() - 1L) * strides[0] + conv.span().h() - in.h() - before[0]),
          Math.max(0, (out.w() - 1L) * strides[1] + conv.span().w() - in.w() - before[1])
        };
  }

  private static long[] weightDims(Conv2d conv) {
    int g = conv.groups();
    long rows = conv.kernel().h();
    long columns = conv.kernel().w();
    return g == 1
        ? new long[] {conv.outChannels(), conv.inChannels(), rows, columns}
        : new long[] {g, conv.outChannels() / g, conv.inChannels() / g, rows, columns};
  }

  dnnl_primitive_desc forward(@Nullable dnnl_primitive_attr attributes, boolean training) {
    return build.descriptor(
        "forward",
        descriptor ->
            dnnl_convolution_forward_primitive_desc_create(
                descriptor,
                build.engine().engine(),
                training ? dnnl_forward_training : dnnl_forward_inference,
                dnnl_convolution_direct,
                in,
                anyWeights,
                bias,
                out,
                strides,
                dilations,
                before,
                after,
                attributes));
  }

  /** oneDNN's numbers of the forward pass's arguments, in the order in which they are given. */
  int[] forwardArguments() {
    return bias == null
        ? new int[] {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST}
        : new int[] {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST};
  }

  Reordering packing(dnnl_primitive_desc descriptor) {
    return new Reordering(
        build.engine(), plainWeights, Primitive.layout(descriptor, DNNL_ARG_WEIGHTS));
  }

  /** A forward pass without what follows it, of which the gradients know nothing. */
  dnnl_primitive_desc hint() {
    return forward(null, true);
  }

  dnnl_primitive_desc inputGradient() {
    dnnl_primitive_desc hint = hint();
    dnnl_primitive_attr attributes = build.attributes();
    return build.descriptor(
        "gradient of the input",
        descriptor ->
            dnnl_convolution_backward_data_primitive_desc_create(
                descriptor,
                build.engine().engine(),
                dnnl_convolution_direct,
                in,
                anyWeights,
                out,
                strides,
                dilations,
                before,
                after,
                hint,
                attributes));
  }

  dnnl_primitive_desc weightGradient() {
    dnnl_primitive_desc hint = hint();
    dnnl_primitive_attr attributes = build.attributes();
    return build.descriptor(
        "gradient of the weights",
        descriptor ->
            dnnl_convolution_backward_weights_primitive_desc_create(
                descriptor,
                build.engine().engine(),
                dnnl_convolution_direct,
                in,
                anyWeights,
                bias,
                out,
                strides,
                dilations,
                before,
                after,
                hint,
                attributes));
  }

  /** Copies a gradient of the weights to the order in which they are stored. */
  Primitive place(dnnl_memory_desc layout, boolean added) {
    return CopyPart.of(build, "placing the gradient of the weights", layout, plainWeights, added);
  }
}
