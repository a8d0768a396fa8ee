package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.tensor.Shape;
import java.util.Objects;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A convolution for inference whose factors are rounded to bfloat16 and whose sums are float32, by
 * oneDNN. Weights are rounded once, the input at every pass, into the workspace.
 */
final class Bf16Convolution implements Convolution {
  private static final long BF16_BYTES = 2;

  private final boolean bias;
  private final Primitive rounding;
  private final Primitive forward;
  private final Reordering packing;
  private final long roundedBytes;

  Bf16Convolution(Engine engine, String node, Conv2d conv, Shape in, Shape out, boolean relu) {
    bias = conv.bias();
    roundedBytes = OnednnMemory.aligned(BF16_BYTES * in.count());
    try (Build build = new Build(engine, node)) {
      DirectPasses passes = new DirectPasses(build, conv, in, out, dnnl_bf16);
      dnnl_primitive_desc descriptor = passes.forward(build.attributes(false, relu), false);
      packing = passes.packing(descriptor);
      rounding =
          CopyPart.of(
              build,
              "rounding the input",
              build.tensor(in),
              Primitive.layout(descriptor, DNNL_ARG_SRC),
              false);
      forward = build.primitive("forward", descriptor, passes.forwardArguments());
    }
  }

  @Override
  public long workspaceBytes() {
    return roundedBytes + Math.max(rounding.scratchBytes(), forward.scratchBytes());
  }

  @Override
  public long packedBytes() {
    return packing.bytes();
  }

  @Override
  public void forward(View in, View weights, @Nullable View bias, View out, long workspace) {
    long scratch = workspace + roundedBytes;
    rounding.run(OnednnMemory.address(in), workspace, scratch);
    long packed = OnednnMemory.of(weights).packed(weights.offsetBytes(), packing);
    long to = OnednnMemory.address(out);
    if (this.bias) {
      long biases = OnednnMemory.address(Objects.requireNonNull(bias));
      forward.run(workspace, packed, biases, to, scratch);
    } else {
      forward.run(workspace, packed, to, scratch);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException always: training is float32
   */
  @Override
  public void backwardInput(View dOut, View weights, View dIn, GradMode mode, long workspace) {
    throw noGradients();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException always: training is float32
   */
  @Override
  public void backwardWeights(
      View in,
      View dOut,
      @Nullable View dWeights,
      GradMode weightMode,
      @Nullable View dBias,
      GradMode biasMode,
      long workspace) {
    throw noGradients();
  }

  private static IllegalStateException noGradients() {
    return new IllegalStateException("a convolution in bfloat16 is bound for inference");
  }

  @Override
  public void close() {
    rounding.close();
    forward.close();
  }
}
