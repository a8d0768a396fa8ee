package fcn4j.gpu;

import fcn4j.cuda.Grid;
import fcn4j.tensor.Shape;

/**
 * The shapes of launches. Kernels work with any; these give enough threads to fill a GPU and few
 * idle ones on small tensors. They follow from extents alone, so that sums have the same order
 * everywhere.
 */
final class Grids {
  private static final int THREADS = 256;
  private static final int WARP = 32;
  private static final int STREAMED = 4;
  private static final int MAX_YZ = 65535;
  private static final int SLICE_ELEMENTS = 4096;
  private static final int MAX_SLICES = 64;
  private static final int LOSS_BLOCKS = 1024;
  private static final int MAX_THREADS_Z = 64;
  private static final long MANY_PIXELS = 1L << 20;

  private Grids() {}

  /** A thread an element. */
  static Grid each(long count) {
    return Grid.linear(count, threads(count));
  }

  /** Four elements a thread, for kernels that stream. */
  static Grid stream(long count) {
    return each(Math.ceilDiv(count, STREAMED));
  }

  /** Streams over pixels in x, channels in y, images in z. */
  static Grid streamPlanes(Shape shape) {
    long lanes = Math.ceilDiv(shape.planeCount(), STREAMED);
    return Grid.of(blocks(lanes), capped(shape.c()), capped(shape.n()), threads(lanes));
  }

  /** A thread an element in x, outer indices in y. */
  static Grid rows(int outers, long count) {
    return Grid.of(blocks(count), capped(outers), 1, threads(count));
  }

  /** As {@link #rows}, with a bounded number of blocks, each of which writes a part of a sum. */
  static Grid loss(int images, long pixels) {
    int most = Math.max(1, LOSS_BLOCKS / images);
    return Grid.of(Math.min(blocks(pixels), most), capped(images), 1, threads(pixels));
  }

  /** Slices of the pixels in x, channels in y: each block writes a part of its channel's sum. */
  static Grid channelSums(Shape shape) {
    long slices = Math.min(MAX_SLICES, Math.ceilDiv(shape.planeCount(), SLICE_ELEMENTS));
    int threads = threads(Math.ceilDiv(shape.planeCount(), STREAMED));
    return Grid.of((int) slices, capped(shape.c()), 1, threads);
  }

  /**
   * Columns in x, rows in y, planes in z: a thread a pixel, or four of a column where there are
   * plenty, so that a thread's fixed costs are shared.
   */
  static Grid pixels(int planes, int rows, int columns) {
    int x = Math.min(WARP, powerOfTwo(columns));
    int y = Math.min(THREADS / x, powerOfTwo(rows));
    boolean many = (long) planes * rows * columns >= MANY_PIXELS;
    int blocks = Math.ceilDiv(rows, many ? STREAMED * y : y);
    return new Grid(Math.ceilDiv(columns, x), capped(blocks), capped(planes), x, y, 1, 0);
  }

  /**
   * A block a value of (planes, rows, columns), its threads over a window: one for about four of
   * the window's products, so that adding up the threads' sums stays the smaller part.
   */
  static Grid windows(int planes, int rows, int columns, int depth, int height, int width) {
    long products = (long) depth * height * width;
    int threads = Math.max(WARP, powerOfTwo((int) Math.min(THREADS, products / STREAMED)));
    int x = Math.min(WARP, powerOfTwo(width));
    int y = Math.min(threads / x, powerOfTwo(height));
    int z = Math.min(threads / (x * y), powerOfTwo(depth));
    return new Grid(columns, capped(rows), capped(planes), x, y, Math.min(z, MAX_THREADS_Z), 0);
  }

  /** One block. */
  static Grid single(long count) {
    return Grid.of(1, 1, 1, threads(count));
  }

  /** Blocks of a grid, all told. */
  static int count(Grid grid) {
    return Math.multiplyExact(Math.multiplyExact(grid.x(), grid.y()), grid.z());
  }

  private static int threads(long count) {
    return (int) Math.min(THREADS, Math.ceilDiv(count, WARP) * WARP);
  }

  private static int blocks(long count) {
    return Math.toIntExact(Math.ceilDiv(count, threads(count)));
  }

  private static int capped(int blocks) {
    return Math.min(MAX_YZ, blocks);
  }

  private static int powerOfTwo(int least) {
    return least <= 1 ? 1 : least > THREADS ? THREADS : Integer.highestOneBit(least - 1) << 1;
  }
}
