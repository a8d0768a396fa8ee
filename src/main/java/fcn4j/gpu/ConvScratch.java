package fcn4j.gpu;

import fcn4j.cuda.ConvolutionAlgorithm;
import fcn4j.cuda.ConvolutionBuffers;
import fcn4j.cuda.ConvolutionPass;
import fcn4j.cuda.CudaException;
import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Event;
import fcn4j.cuda.Gpu;
import java.util.List;

/** Memory to measure the passes of a convolution on, filled with zeros; owned for that moment. */
final class ConvScratch implements AutoCloseable {
  private static final int ALIGNMENT_BYTES = 256;
  private static final int RUNS = 3;

  private final Gpu gpu;
  private final DeviceArena arena;
  private final ConvolutionBuffers buffers;

  /**
   * Allocates the tensors and a workspace.
   *
   * @throws fcn4j.cuda.CudaException if there is not so much
   */
  ConvScratch(Gpu gpu, ConvCandidates candidates, long workspaceBytes) {
    this.gpu = gpu;
    long weights = aligned(candidates.imageBytes());
    long output = weights + aligned(candidates.weightBytes());
    long workspace = output + aligned(candidates.outputBytes());
    arena = gpu.arena("measuring convolutions", workspace + workspaceBytes);
    try {
      arena.enqueueFill(0, workspace, (byte) 0, gpu.computeStream());
    } catch (CudaException failure) {
      arena.close();
      throw failure;
    }
    buffers =
        new ConvolutionBuffers(
            arena.address(0, candidates.imageBytes()),
            arena.address(weights, candidates.weightBytes()),
            arena.address(output, candidates.outputBytes()),
            arena.address(workspace, workspaceBytes),
            workspaceBytes);
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  }

  /** cuDNN's algorithms with their times, fastest first; waits. */
  List<ConvolutionAlgorithm> measure(ConvolutionPass pass, ConvCandidates candidates) {
    return candidates.algorithms().measured(pass, buffers);
  }

  /** The time of a matrix product: the best of a few runs behind one that warms up; waits. */
  float millis(ConvolutionPass pass, PointwiseProduct product) {
    product.run(pass, buffers, false);
    float best = Float.MAX_VALUE;
    try (Event begin = gpu.event(true);
        Event end = gpu.event(true)) {
      for (int run = 0; run < RUNS; run++) {
        gpu.computeStream().record(begin);
        product.run(pass, buffers, false);
        gpu.computeStream().record(end);
        end.synchronize();
        best = Math.min(best, end.millisSince(begin));
      }
    }
    return best;
  }

  @Override
  public void close() {
    try {
      gpu.computeStream().synchronize();
    } finally {
      arena.close();
    }
  }
}
