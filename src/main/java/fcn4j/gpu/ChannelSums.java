package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.op.GradMode;
import fcn4j.tensor.Shape;

/**
 * Sums over images and pixels, one a channel, in two stages with a fixed order: blocks write parts
 * in double precision to the workspace, a second kernel adds them up.
 */
final class ChannelSums {
  private final Call parts;
  private final Call finish;
  private final long bytes;

  /**
   * Prepares the kernels.
   *
   * @param kernel computes the parts; its addresses end with that of the parts
   * @param finishing adds them up
   */
  ChannelSums(
      GpuContext gpu, String module, String kernel, String finishing, Shape shape, int addresses) {
    Grid grid = Grids.channelSums(shape);
    parts = gpu.call(module, kernel, grid, addresses, shape.n(), shape.c(), shape.planeCount());
    finish = gpu.call(module, finishing, Grids.each(shape.c()), 2, shape.c(), grid.x());
    bytes = (long) shape.c() * grid.x() * Double.BYTES;
  }

  /** Workspace for the parts. */
  long bytes() {
    return bytes;
  }

  /** Enqueues the first stage; the last address is that of the parts. */
  void parts(long... at) {
    parts.run(at);
  }

  /** Enqueues the second stage. */
  void finish(GradMode mode, long from, long sums) {
    finish.run(mode, from, sums);
  }
}
