package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A convolution by oneDNN's own primitives, with weights packed as each of them wants. Gradients of
 * weights come in oneDNN's layout into the workspace and from there, reordered, to their place.
 */
final class DirectConvolution implements Convolution {
  private final Conv2d conv;
  private final Workers<FloatScratch> workers;
  private final Primitive forward;
  private final Reordering forwardPacking;
  private final long inBytes;
  private final @Nullable Gradients gradients;

  /** What training needs besides. */
  private record Gradients(
      Primitive input,
      Reordering inputPacking,
      Primitive weights,
      Primitive place,
      Primitive placeAdded,
      long weightBytes,
      long biasBytes) {}

  DirectConvolution(
      Engine engine,
      String node,
      Conv2d conv,
      Shape in,
      Shape out,
      boolean relu,
      boolean training,
      Workers<FloatScratch> workers) {
    this.conv = conv;
    this.workers = workers;
    inBytes = OnednnMemory.aligned(Float.BYTES * in.count());
    try (Build build = new Build(engine, node)) {
      Passes passes = new Passes(build, conv, in, out);
      dnnl_primitive_attr attributes = build.attributes(false, relu);
      dnnl_primitive_desc descriptor = passes.forward(attributes, training);
      forwardPacking = passes.packing(descriptor);
      forward =
          conv.bias()
              ? build.primitive(
                  "forward",
                  descriptor,
                  DNNL_ARG_SRC,
                  DNNL_ARG_WEIGHTS,
                  DNNL_ARG_BIAS,
                  DNNL_ARG_DST)
              : build.primitive(
                  "forward", descriptor, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
      gradients = training ? passes.gradients() : null;
    }
  }

  /** Makes the primitives of one layer. */
  private static final class Passes {
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

    Passes(Build build, Conv2d conv, Shape in, Shape out) {
      this.build = build;
      this.conv = conv;
      this.in = build.tensor(in);
      this.out = build.tensor(out);
      long[] dims = weightDims(conv);
      plainWeights = build.plain(dims);
      anyWeights = build.any(dims);
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

    Reordering packing(dnnl_primitive_desc descriptor) {
      return new Reordering(
          build.engine(), plainWeights, Primitive.layout(descriptor, DNNL_ARG_WEIGHTS));
    }

    Gradients gradients() {
      // A hint for the gradients: without what follows the convolution, of which they know nothing.
      dnnl_primitive_desc hint = forward(null, true);
      dnnl_primitive_attr attributes = build.attributes();
      dnnl_primitive_desc input = inputGradient(hint, attributes);
      dnnl_primitive_desc weights = weightGradient(hint, attributes);
      dnnl_memory_desc layout = Primitive.layout(weights, DNNL_ARG_DIFF_WEIGHTS);
      int[] kinds =
          bias == null
              ? new int[] {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS}
              : new int[] {
                DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS
              };
      return new Gradients(
          build.primitive(
              "gradient of the input",
              input,
              DNNL_ARG_DIFF_DST,
              DNNL_ARG_WEIGHTS,
              DNNL_ARG_DIFF_SRC),
          packing(input),
          build.primitive("gradient of the weights", weights, kinds),
          place(layout, false),
          place(layout, true),
          OnednnMemory.aligned(Primitive.bytes(weights, DNNL_ARG_DIFF_WEIGHTS)),
          OnednnMemory.aligned((long) conv.outChannels() * Float.BYTES));
    }

    private dnnl_primitive_desc inputGradient(
        dnnl_primitive_desc hint, dnnl_primitive_attr attributes) {
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

    private dnnl_primitive_desc weightGradient(
        dnnl_primitive_desc hint, dnnl_primitive_attr attributes) {
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

    private Primitive place(dnnl_memory_desc layout, boolean added) {
      return CopyPart.of(build, "placing the gradient of the weights", layout, plainWeights, added);
    }
  }

  @Override
  public long workspaceBytes() {
    long bytes = forward.scratchBytes();
    if (gradients != null) {
      bytes = Math.max(bytes, inBytes + gradients.input().scratchBytes());
      long placed =
          Math.max(gradients.place().scratchBytes(), gradients.placeAdded().scratchBytes());
      bytes =
          Math.max(
              bytes,
              gradients.weightBytes()
                  + gradients.biasBytes()
                  + Math.max(gradients.weights().scratchBytes(), placed));
    }
    return bytes;
  }

  @Override
  public void forward(View in, View weights, @Nullable View bias, View out, long workspace) {
    long packed = OnednnMemory.of(weights).packed(weights.offsetBytes(), forwardPacking);
    long from = OnednnMemory.address(in);
    long to = OnednnMemory.address(out);
    if (conv.bias()) {
      forward.run(from, packed, OnednnMemory.address(Objects.requireNonNull(bias)), to, workspace);
    } else {
      forward.run(from, packed, to, workspace);
    }
  }

  @Override
  public void backwardInput(View dOut, View weights, View dIn, GradMode mode, long workspace) {
    Gradients passes = Objects.requireNonNull(gradients, "bound for inference");
    long packed = OnednnMemory.of(weights).packed(weights.offsetBytes(), passes.inputPacking());
    boolean add = mode == GradMode.ACCUMULATE;
    MemorySegment target = OnednnMemory.elements(dIn);
    long to = add ? workspace : target.address();
    passes.input().run(OnednnMemory.address(dOut), packed, to, workspace + inBytes);
    if (add) {
      Accumulate.add(workers, OnednnMemory.segment(to, target.byteSize()), target);
    }
  }

  @Override
  public void backwardWeights(
      View in,
      View dOut,
      @Nullable View dWeights,
      GradMode weightMode,
      @Nullable View dBias,
      GradMode biasMode,
      long workspace) {
    Gradients passes = Objects.requireNonNull(gradients, "bound for inference");
    long biasAt = workspace + passes.weightBytes();
    long scratch = biasAt + passes.biasBytes();
    long from = OnednnMemory.address(in);
    long gradient = OnednnMemory.address(dOut);
    if (conv.bias()) {
      passes.weights().run(from, gradient, workspace, biasAt, scratch);
    } else {
      passes.weights().run(from, gradient, workspace, scratch);
    }
    if (dWeights != null && weightMode != GradMode.IGNORE) {
      Primitive place = weightMode == GradMode.ACCUMULATE ? passes.placeAdded() : passes.place();
      place.run(workspace, OnednnMemory.address(dWeights), scratch);
    }
    if (dBias != null && biasMode != GradMode.IGNORE) {
      MemorySegment target = OnednnMemory.elements(dBias);
      MemorySegment sums = OnednnMemory.segment(biasAt, target.byteSize());
      if (biasMode == GradMode.ACCUMULATE) {
        Accumulate.add(workers, sums, target);
      } else {
        target.copyFrom(sums);
      }
    }
  }

  @Override
  public void close() {
    forward.close();
    if (gradients != null) {
      gradients.input().close();
      gradients.weights().close();
      gradients.place().close();
      gradients.placeAdded().close();
    }
  }
}
