package fcn4j.onednn;

import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A 3x3 convolution whose outputs and input gradients are computed by Winograd's transform with a
 * quarter of the multiplications; gradients of weights by oneDNN.
 *
 * <p>The transformed weights are four times as large as the weights: 236 MB of VGG16. They are made
 * in the workspace by every pass where that is a small part of its work; only for inference on few
 * tiles are they kept.
 */
final class WinogradConvolution implements Convolution {
  /** Below so many channels the transforms cost more than they save. */
  private static final int FEWEST_CHANNELS = 32;

  /**
   * Inference on fewer tiles would spend its time and memory on the transformed weights; blank
   * pictures give so few.
   */
  private static final int FEWEST_TILES = 24;

  /** From so many tiles on the products take twenty times as long as transforming the weights. */
  private static final int MANY_TILES = 100;

  private final boolean relu;
  private final WinogradWeights forwardWeights;
  private final WinogradPass forward;
  private final @Nullable Gradients gradients;

  /** What training needs besides. */
  private record Gradients(
      WinogradWeights inputWeights, WinogradPass input, DirectWeightGradient weights) {}

  WinogradConvolution(
      Engine engine,
      String node,
      Conv2d conv,
      Shape in,
      Shape out,
      boolean relu,
      boolean training,
      Workers<FloatScratch> workers) {
    this.relu = relu;
    forwardWeights = new WinogradWeights(workers, conv.outChannels(), conv.inChannels(), false);
    Extent2 pad = conv.pad();
    forward = new WinogradPass(engine, node, in, out, pad.h(), pad.w(), workers);
    gradients =
        training
            ? new Gradients(
                new WinogradWeights(workers, conv.outChannels(), conv.inChannels(), true),
                new WinogradPass(engine, node, out, in, 2 - pad.h(), 2 - pad.w(), workers),
                new DirectWeightGradient(engine, node, conv, in, out, workers))
            : null;
  }

  /** Whether a layer can be computed so, and gains by it. */
  static boolean suits(Conv2d conv, Shape out, boolean training) {
    return (training || WinogradTiles.count(out) >= FEWEST_TILES)
        && conv.groups() == 1
        && conv.kernel().equals(Extent2.square(3))
        && conv.stride().equals(Extent2.ONE)
        && conv.dilation().equals(Extent2.ONE)
        && conv.pad().h() <= 2
        && conv.pad().w() <= 2
        && conv.inChannels() >= FEWEST_CHANNELS
        && conv.outChannels() >= FEWEST_CHANNELS;
  }

  @Override
  public long forwardWorkspaceBytes() {
    return forward.workspaceBytes() + (keepsWeights() ? 0 : matrixBytes());
  }

  @Override
  public long workspaceBytes() {
    if (gradients == null) {
      return forwardWorkspaceBytes();
    }
    long products = Math.max(forward.workspaceBytes(), gradients.input().workspaceBytes());
    return Math.max(matrixBytes() + products, gradients.weights().workspaceBytes());
  }

  @Override
  public long packedBytes() {
    return keepsWeights() ? forwardWeights.bytes() : 0;
  }

  private boolean keepsWeights() {
    return gradients == null && forward.tiles() < MANY_TILES;
  }

  private long matrixBytes() {
    return OnednnMemory.aligned(forwardWeights.bytes());
  }

  @Override
  public void forward(View in, View weights, @Nullable View bias, View out, long workspace) {
    long matrices = workspace;
    long rest = workspace;
    if (keepsWeights()) {
      matrices = OnednnMemory.of(weights).packed(weights.offsetBytes(), forwardWeights);
    } else {
      forwardWeights.pack(OnednnMemory.address(weights), workspace);
      rest = workspace + matrixBytes();
    }
    float[] biases =
        bias == null ? null : OnednnMemory.elements(bias).toArray(ValueLayout.JAVA_FLOAT);
    forward.run(
        OnednnMemory.elements(in), matrices, biases, relu, OnednnMemory.elements(out), false, rest);
  }

  @Override
  public void backwardInput(View dOut, View weights, View dIn, GradMode mode, long workspace) {
    Gradients passes = Objects.requireNonNull(gradients, "bound for inference");
    passes.inputWeights().pack(OnednnMemory.address(weights), workspace);
    passes
        .input()
        .run(
            OnednnMemory.elements(dOut),
            workspace,
            null,
            false,
            OnednnMemory.elements(dIn),
            mode == GradMode.ACCUMULATE,
            workspace + matrixBytes());
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
