package fcn4j.gpu;

import fcn4j.cuda.ConvolutionBuffers;
import fcn4j.cuda.ConvolutionPass;
import fcn4j.cuda.Cudnn;
import fcn4j.cuda.CudnnConvolution;
import fcn4j.cuda.Lifetime;
import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.tensor.Shape;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The passes of a convolution without its bias, each by the way that {@link ConvAlgorithms} has
 * chosen. Owns cuDNN's descriptors.
 */
final class Convolution implements AutoCloseable {
  private final Lifetime lifetime = new Lifetime("convolution");
  private final CudnnConvolution cudnn;
  private final @Nullable PointwiseProduct product;
  private final Map<ConvolutionPass, ConvChoice> choices = new EnumMap<>(ConvolutionPass.class);

  /**
   * Makes descriptors and chooses algorithms; measures where the shape is new.
   *
   * @param backward whether the gradients will be asked for
   * @throws fcn4j.op.UnsupportedOpException if nothing that is allowed computes it
   * @throws fcn4j.cuda.CudaException if cuDNN refuses
   */
  Convolution(GpuContext gpu, Conv2d op, Shape in, Shape out, boolean backward) {
    try {
      Cudnn handle = gpu.cudnn();
      cudnn =
          new CudnnConvolution(
              handle,
              lifetime.own(Descriptors.tensor(handle, in)),
              lifetime.own(Descriptors.weights(handle, op)),
              lifetime.own(Descriptors.convolution(handle, op, gpu.options().precision())),
              lifetime.own(Descriptors.tensor(handle, out)));
      product = PointwiseProduct.fits(op, in) ? new PointwiseProduct(gpu.cublas(), op, in) : null;
      ConvCandidates candidates =
          new ConvCandidates(
              cudnn.algorithms(),
              product,
              in.count() * Float.BYTES,
              op.parameters().getFirst().count() * Float.BYTES,
              out.count() * Float.BYTES);
      List<ConvolutionPass> passes =
          backward ? List.of(ConvolutionPass.values()) : List.of(ConvolutionPass.FORWARD);
      for (ConvolutionPass pass : passes) {
        choices.put(pass, gpu.algorithms().choose(pass, key(op, in), candidates));
      }
    } catch (RuntimeException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  private static String key(Conv2d op, Shape in) {
    return "%s -> %d kernel %s stride %s pad %s dilation %s groups %d"
        .formatted(
            in, op.outChannels(), op.kernel(), op.stride(), op.pad(), op.dilation(), op.groups());
  }

  /** The most scratch memory that a pass takes. */
  long workspaceBytes() {
    return choices.values().stream().mapToLong(ConvChoice::workspaceBytes).max().orElse(0);
  }

  /**
   * Enqueues a pass.
   *
   * @param image the input, or its gradient
   * @param weights the weights, or their gradient
   * @param output the output, or its gradient
   * @param workspace scratch of {@link #workspaceBytes()}
   */
  void run(
      ConvolutionPass pass, GradMode mode, long image, long weights, long output, long workspace) {
    ConvChoice choice =
        Objects.requireNonNull(choices.get(pass), "bound for its forward pass alone");
    ConvolutionBuffers at =
        new ConvolutionBuffers(
            image,
            weights,
            output,
            choice.workspaceBytes() == 0 ? 0 : workspace,
            choice.workspaceBytes());
    boolean accumulate = mode == GradMode.ACCUMULATE;
    if (choice.isProduct()) {
      Objects.requireNonNull(product).run(pass, at, accumulate);
      return;
    }
    switch (pass) {
      case FORWARD -> cudnn.forward(choice.algorithm(), at, accumulate);
      case BACKWARD_DATA -> cudnn.backwardData(choice.algorithm(), at, accumulate);
      case BACKWARD_FILTER -> cudnn.backwardFilter(choice.algorithm(), at, accumulate);
    }
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
