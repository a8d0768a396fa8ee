package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of a convolution's weights and bias by oneDNN. They come in oneDNN's layout into the
 * workspace and from there, reordered, to their place.
 */
final class DirectWeightGradient implements WeightGradient {
  private final boolean bias;
  private final Workers<FloatScratch> workers;
  private final Primitive weights;
  private final Primitive place;
  private final Primitive placeAdded;
  private final long weightBytes;
  private final long biasBytes;

  DirectWeightGradient(
      Engine engine, String node, Conv2d conv, Shape in, Shape out, Workers<FloatScratch> workers) {
    bias = conv.bias();
    this.workers = workers;
    try (Build build = new Build(engine, node)) {
      DirectPasses passes = new DirectPasses(build, conv, in, out);
      dnnl_primitive_desc descriptor = passes.weightGradient();
      dnnl_memory_desc layout = Primitive.layout(descriptor, DNNL_ARG_DIFF_WEIGHTS);
      int[] kinds =
          bias
              ? new int[] {
                DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS, DNNL_ARG_DIFF_BIAS
              }
              : new int[] {DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS};
      weights = build.primitive("gradient of the weights", descriptor, kinds);
      place = passes.place(layout, false);
      placeAdded = passes.place(layout, true);
      weightBytes = OnednnMemory.aligned(Primitive.bytes(descriptor, DNNL_ARG_DIFF_WEIGHTS));
      biasBytes = OnednnMemory.aligned((long) conv.outChannels() * Float.BYTES);
    }
  }

  @Override
  public long workspaceBytes() {
    long placed = Math.max(place.scratchBytes(), placeAdded.scratchBytes());
    return weightBytes + biasBytes + Math.max(weights.scratchBytes(), placed);
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
    long biasAt = workspace + weightBytes;
    long scratch = biasAt + biasBytes;
    long from = OnednnMemory.address(in);
    long gradient = OnednnMemory.address(dOut);
    if (bias) {
      weights.run(from, gradient, workspace, biasAt, scratch);
    } else {
      weights.run(from, gradient, workspace, scratch);
    }
    if (dWeights != null && weightMode != GradMode.IGNORE) {
      Primitive copy = weightMode == GradMode.ACCUMULATE ? placeAdded : place;
      copy.run(workspace, OnednnMemory.address(dWeights), scratch);
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
    weights.close();
    place.close();
    placeAdded.close();
  }
}
