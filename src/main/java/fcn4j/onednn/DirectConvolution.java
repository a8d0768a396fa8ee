package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** A convolution by oneDNN's own primitives, with weights packed as each of them wants. */
final class DirectConvolution implements Convolution {
  private final boolean bias;
  private final Workers<FloatScratch> workers;
  private final Primitive forward;
  private final Reordering forwardPacking;
  private final long inBytes;
  private final @Nullable Gradients gradients;

  /** What training needs besides. */
  private record Gradients(Primitive input, Reordering inputPacking, WeightGradient weights) {}

  DirectConvolution(
      Engine engine,
      String node,
      Conv2d conv,
      Shape in,
      Shape out,
      boolean relu,
      boolean training,
      Workers<FloatScratch> workers) {
    bias = conv.bias();
    this.workers = workers;
    inBytes = OnednnMemory.aligned(Float.BYTES * in.count());
    try (Build build = new Build(engine, node)) {
      DirectPasses passes = new DirectPasses(build, conv, in, out);
      dnnl_primitive_desc descriptor = passes.forward(build.attributes(false, relu), training);
      forwardPacking = passes.packing(descriptor);
      forward = build.primitive("forward", descriptor, passes.forwardArguments());
      if (training) {
        dnnl_primitive_desc input = passes.inputGradient();
        gradients =
            new Gradients(
                build.primitive(
                    "gradient of the input",
                    input,
                    DNNL_ARG_DIFF_DST,
                    DNNL_ARG_WEIGHTS,
                    DNNL_ARG_DIFF_SRC),
                passes.packing(input),
                WeightGradient.of(engine, node, conv, in, out, workers));
      } else {
        gradients = null;
      }
    }
  }

  @Override
  public long workspaceBytes() {
    if (gradients == null) {
      return forward.scratchBytes();
    }
    long input = inBytes + gradients.input().scratchBytes();
    return Math.max(forward.scratchBytes(), Math.max(input, gradients.weights().workspaceBytes()));
  }

  @Override
  public long forwardWorkspaceBytes() {
    return forward.scratchBytes();
  }

  @Override
  public long packedBytes() {
    return forwardPacking.bytes() + (gradients == null ? 0 : gradients.inputPacking().bytes());
  }

  @Override
  public void forward(View in, View weights, @Nullable View bias, View out, long workspace) {
    long packed = OnednnMemory.of(weights).packed(weights.offsetBytes(), forwardPacking);
    long from = OnednnMemory.address(in);
    long to = OnednnMemory.address(out);
    if (this.bias) {
      forward.run(from, packed, OnednnMemory.address(Objects.requireNonNull(bias)), to, workspace);
    } else {
      forward.run(from, packed, to, workspace);
    }
  }

  @Override
  public void backwardInput(View dOut, View weights, View dIn, GradMode mode, long workspace) {
    Gradients passes = Objects.requireNonNull(gradients, "bound for inference");
    long packed = OnednnMemory.of(weights).packed(weights.offsetBytes(), passes.inputPacking());
    long from = OnednnMemory.address(dOut);
    Accumulate.into(
        dIn,
        mode,
        workspace,
        workers,
        to -> passes.input().run(from, packed, to, workspace + inBytes));
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
    Objects.requireNonNull(gradients, "bound for inference")
        .weights()
        .backwardWeights(in, dOut, dWeights, weightMode, dBias, biasMode, workspace);
  }

  @Override
  public void close() {
    forward.close();
    if (gradients != null) {
      gradients.input().close();
      gradients.weights().close();
    }
  }
}
